#include "act/online_recovery.hpp"

#include <algorithm>

#include "model/json.hpp"
#include "ports/agent/client.hpp"

namespace pgmahout::act {

namespace {

model::Result<nlohmann::json> ask(const Context& context, const model::Node& node,
                                  nlohmann::json request) {
  agent::Client client(context.shell, {context.layout.libexec + "/node"});
  auto answer = client.call(agent_of(context, node), std::move(request), context.deadline);
  if (answer) context.log.info("node={} answered {}", node.name, model::to_line(*answer));
  return answer;
}

}  // namespace

model::Result<const model::Node*> node_at(const Context& context, const std::string& host) {
  const auto& nodes = context.cluster.nodes;
  const auto found = std::ranges::find_if(
      nodes, [&](const model::Node& node) { return node.address == host || node.name == host; });
  if (found != nodes.end()) return &*found;
  return std::unexpected(
      model::Error{.kind = model::ErrorKind::usage,
                   .what = "no node of the cluster has the address \"" + host + "\"",
                   .hint = "pgpool.conf names backends by address: run site.yml again"});
}

model::Result<void> rebuild(const Context& context, const model::Node& node) {
  if (node.name == context.self.name)
    return std::unexpected(model::Error{.kind = model::ErrorKind::refused,
                                        .what = "the primary cannot be rebuilt from itself",
                                        .node = node.name});
  if (auto stopped = ask(context, node, {{"operation", "stop"}}); !stopped)
    return std::unexpected(stopped.error());
  const auto copied = ask(context, node,
                          {{"operation", "clone"},
                           {"primary", context.self.name},
                           {"replace", true},
                           {"start", false}});
  if (!copied) return std::unexpected(copied.error());
  return {};
}

model::Result<void> start_remotely(const Context& context, const model::Node& node) {
  const auto started = ask(context, node, {{"operation", "start"}});
  if (!started) return std::unexpected(started.error());
  return {};
}

}  // namespace pgmahout::act
