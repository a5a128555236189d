#include "act/escalate.hpp"

#include "act/lost_hosts.hpp"
#include "act/vip.hpp"
#include "model/json.hpp"
#include "ports/agent/client.hpp"

namespace pgmahout::act {

namespace {

// A host that is there answers at once, and the address waits for this.
constexpr ports::Duration kToGiveItUp{1500};

model::Result<nlohmann::json> ask_to_drop(const Context& context, const model::Node& node) {
  agent::Client client(context.shell, {context.layout.libexec + "/node"});
  return client.call(agent_of(context, node), {{"operation", "vip-drop"}}, context.deadline);
}

void tell_outcome(const Context& context, const model::Node& node,
                  const model::Result<nlohmann::json>& answer) {
  const auto& vip = context.cluster.vip;
  if (!answer)
    context.log.warn("node={} not known whether it holds {}: {}", node.name, vip,
                     to_string(answer.error()));
  else if (model::field(*answer, "changed", false))
    context.log.info("node={} held {} and gave it up", node.name, vip);
  else
    context.log.info("node={} did not hold {}", node.name, vip);
}

// A machine that answers for the address, but nobody's word: better two announcements than none.
void look_for_holder(const Context& context) {
  const auto holder = holder_of_vip(context);
  if (!holder)
    context.log.warn("not known whether {} is held: {}", context.cluster.vip,
                     to_string(holder.error()));
  else if (*holder)
    context.log.error(
        "{} is held by the machine with the hardware address {}, which does not give "
        "it up: take it down there (ip addr del), or switch that machine off",
        context.cluster.vip, **holder);
}

}  // namespace

void drop_vip_elsewhere(const Context& context) {
  const auto silent = lost_hosts(context);
  const auto others = peers(context);
  const auto answers = ports::at_once(context.crew, others, [&](const model::Node* node) {
    return ask_to_drop(within(context, silent.contains(node->id) ? kForTheSilent : kToGiveItUp),
                       *node);
  });
  bool all_known = true;
  for (std::size_t index = 0; index < others.size(); ++index) {
    tell_outcome(context, *others[index], answers[index]);
    all_known = all_known && (answers[index] || silent.contains(others[index]->id));
  }
  if (!all_known) look_for_holder(context);
}

void drop_vip_here(const Context& context) {
  const auto dropped = drop_vip(context);
  if (!dropped)
    context.log.error("{} stays here: {}", context.cluster.vip, to_string(dropped.error()));
  else
    context.log.info("{} {}", context.cluster.vip, *dropped ? "taken down" : "is not here");
}

}  // namespace pgmahout::act
