#include "act/escalate.hpp"

#include <future>

#include "act/vip_drop.hpp"
#include "ports/agent/client.hpp"

namespace pgmahout::act {

void drop_vip_elsewhere(const Context& context) {
  std::vector<std::future<model::Result<nlohmann::json>>> asked;
  const auto others = peers(context);
  for (const model::Node* node : others)
    asked.push_back(std::async(std::launch::async, [&context, node] {
      agent::Client client(context.shell, {context.layout.libexec + "/node"});
      return client.call(agent_of(context, *node), {{"operation", "vip-drop"}}, context.deadline);
    }));
  for (std::size_t index = 0; index < others.size(); ++index) {
    const auto answer = asked[index].get();
    const auto& name = others[index]->name;
    if (!answer)
      context.log.warn("node={} not known whether it holds {}: {}", name, context.cluster.vip,
                       to_string(answer.error()));
    else if (answer->value("changed", false))
      context.log.info("node={} held {} and gave it up", name, context.cluster.vip);
    else
      context.log.info("node={} did not hold {}", name, context.cluster.vip);
  }
}

void drop_vip_here(const Context& context) {
  const auto dropped = drop_vip(context);
  if (!dropped)
    context.log.error("{} stays here: {}", context.cluster.vip, to_string(dropped.error()));
  else
    context.log.info("{} {}", context.cluster.vip, *dropped ? "taken down" : "is not here");
}

}  // namespace pgmahout::act
