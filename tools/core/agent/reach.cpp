#include "agent/reach.hpp"

#include "agent/controller.hpp"

namespace pgmahout::agent {

Reach from_controller(ports::Shell& shell, const model::Cluster& cluster) {
  return {
      .shell = shell,
      .target_of = [&cluster](const model::Node& node) { return controller_target(cluster, node); },
      .argv = controller_argv()};
}

model::Result<nlohmann::json> call(const Reach& reach, const model::Node& node,
                                   const nlohmann::json& request, const ports::Deadline& deadline,
                                   const OnProgress& on_progress) {
  Client client(reach.shell, reach.argv);
  auto answer = client.call(reach.target_of(node), request, deadline, on_progress);
  if (!answer && answer.error().node.empty()) answer.error().node = node.name;
  return answer;
}

}  // namespace pgmahout::agent
