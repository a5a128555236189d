#include "act/follow.hpp"

#include <algorithm>

#include "act/attach.hpp"
#include "act/repoint.hpp"
#include "act/streaming.hpp"
#include "model/json.hpp"
#include "observe/server.hpp"
#include "ports/agent/client.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kToBeReached{1000};
constexpr ports::Duration kToRejoin{5000};
constexpr ports::Duration kToBeSeen{3000};

const model::Node* find(const Context& context, int id) {
  const auto found = std::ranges::find(context.cluster.nodes, id, &model::Node::id);
  return found == context.cluster.nodes.end() ? nullptr : &*found;
}

model::Result<nlohmann::json> ask_agent(const Context& context, const model::Node& node,
                                        nlohmann::json request, const ports::Deadline& deadline) {
  agent::Client client(context.shell, {context.layout.libexec + "/node"});
  return client.call(agent_of(context, node), std::move(request), deadline);
}

model::Result<void> check_primary(const Context& context, const model::Node& primary) {
  const auto state = observe::ask_server(context.sql, superuser_at(context, primary),
                                         context.deadline.within(kToBeSeen));
  if (!state) return std::unexpected(state.error());
  if (!state->in_recovery) return {};
  return std::unexpected(model::Error{.kind = model::ErrorKind::refused,
                                      .what = "the node to follow is in recovery",
                                      .node = primary.name});
}

// Pgpool-II lets nobody else go on meanwhile, and a leader that dies with the command running
// leaves the others locked for ever (its pool_acquire_follow_primary_lock): so only what is quick
// is done.
bool is_running_standby(const Context& context, const model::Node& node) {
  const auto state = observe::ask_server(context.sql, superuser_at(context, node),
                                         context.deadline.within(kToBeReached));
  return state && state->in_recovery;
}

model::Result<void> let_it_follow(const Context& context, const model::Node& node,
                                  const model::Node& primary) {
  auto answer = ask_agent(context, node, {{"operation", "rejoin"}, {"primary", primary.name}},
                          context.deadline.within(kToRejoin));
  if (answer) {
    context.log.info("node={} rejoined: {}", node.name, model::to_line(*answer));
    return {};
  }
  auto& error = answer.error();
  if (error.kind == model::ErrorKind::no_answer) error.kind = model::ErrorKind::incomplete;
  error.what = "it stays detached until its guard has seen to it: " + error.what;
  return std::unexpected(error);
}

}  // namespace

model::Result<void> follow_primary(const Context& context, const decide::PgpoolCall& call) {
  const model::Node* node = find(context, call.node_id);
  const model::Node* primary = find(context, call.new_main_id);
  if (node == nullptr || primary == nullptr)
    return std::unexpected(model::Error{.kind = model::ErrorKind::usage,
                                        .what = "Pgpool-II names a node that is not in the "
                                                "cluster's description"});
  if (auto checked = check_primary(context, *primary); !checked) return checked;
  if (!is_running_standby(context, *node)) {
    context.log.info("node={} is no running standby: its guard makes it one and attaches it",
                     node->name);
    return {};
  }
  if (auto slots = make_peer_slots(context, *primary); !slots)
    context.log.warn("node={} slots: {}", primary->name, to_string(slots.error()));
  if (auto done = let_it_follow(context, *node, *primary); !done) return done;
  if (auto done = wait_until_streaming(context, *node, *primary); !done) return done;
  context.log.info("node={} streams from {}", node->name, primary->name);
  return attach(context, *node);
}

}  // namespace pgmahout::act
