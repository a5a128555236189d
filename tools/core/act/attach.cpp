#include "act/attach.hpp"

#include "act/pcp.hpp"

namespace pgmahout::act {

namespace {

bool is_up(const Context& context, const model::Node& node) {
  const auto belief = ask_belief(context, kHere, node);
  return belief && belief->up;
}

}  // namespace

model::Result<void> attach(const Context& context, const model::Node& node) {
  model::Error last{.what = "Pgpool-II does not show the node as up", .node = node.name};
  const auto attached = [&] {
    if (is_up(context, node)) return true;
    const auto asked = pcp(context, "pcp_attach_node", {"-n", std::to_string(node.id)});
    if (!asked) last.what = "pcp_attach_node: " + asked.error().what;
    return asked && is_up(context, node);
  };
  if (ports::wait_until(attached, context.deadline, ports::Duration{500})) {
    context.log.info("node={} is attached", node.name);
    return {};
  }
  last.kind = model::ErrorKind::incomplete;
  last.hint = "it streams; attach it by hand: pcp_attach_node -n " + std::to_string(node.id);
  return std::unexpected(last);
}

}  // namespace pgmahout::act
