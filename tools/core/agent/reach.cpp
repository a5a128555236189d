#include "agent/reach.hpp"

#include "agent/controller.hpp"

namespace pgmahout::agent {

Reach from_controller(ports::Shell& shell, const model::Cluster& cluster) {
  return {
      .shell = shell,
      .target_of = [&cluster](const model::Node& node) { return controller_target(cluster, node); },
      .argv = controller_argv()};
}

Reach impatient(const Reach& reach) {
  constexpr ports::Duration kToConnect{1000};
  Reach quick = reach;
  quick.target_of = [target_of = reach.target_of, kToConnect](const model::Node& node) {
    auto target = target_of(node);
    if (target.ssh) target.ssh->connect_within = kToConnect;
    return target;
  };
  return quick;
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
