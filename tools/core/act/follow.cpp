#include "act/follow.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "act/attach.hpp"
#include "act/repoint.hpp"
#include "act/streaming.hpp"
#include "observe/server.hpp"

namespace pgmahout::act {

namespace {

const model::Node* find(const Context& context, int id) {
  const auto found = std::ranges::find(context.cluster.nodes, id, &model::Node::id);
  return found == context.cluster.nodes.end() ? nullptr : &*found;
}

model::Result<model::TimelineHistory> history_of(const Context& context, const model::Node& primary,
                                                 model::Timeline timeline) {
  // Timeline 1 has no history file.
  const auto rows = ports::query(
      context.sql, superuser_at(context, primary),
      {"SELECT pg_read_file('pg_wal/' || $1, 0, 1048576, true)", {history_file_name(timeline)}},
      context.deadline.within(ports::Duration{3000}));
  if (!rows) return std::unexpected(rows.error());
  return parse_history(timeline, rows->rows.front().front().value_or(""));
}

model::Result<void> check_lineage(const Context& context, const model::Node& node,
                                  const model::ServerState& state, const model::Node& primary) {
  const auto leader = observe::ask_server(context.sql, superuser_at(context, primary),
                                          context.deadline.within(ports::Duration{3000}));
  if (!leader) return std::unexpected(leader.error());
  if (leader->in_recovery)
    return std::unexpected(model::Error{.kind = model::ErrorKind::refused,
                                        .what = "the node to follow is in recovery",
                                        .node = primary.name});
  const auto history = history_of(context, primary, leader->timeline);
  if (!history) return std::unexpected(history.error());
  const auto position = state.position();
  if (state.in_recovery && lineage_of(position, *history) == model::Lineage::ancestor) return {};
  return std::unexpected(model::Error{
      .kind = model::ErrorKind::refused,
      .what = fmt::format("it has WAL that the new primary {} does not have ({} on timeline {}), "
                          "and is left detached",
                          primary.name, to_string(position.lsn), position.timeline.number),
      .node = node.name,
      .hint = "copy it afresh: stop PostgreSQL there, then pgmahout clone " + node.name +
              " --replace"});
}

bool follows_already(const Context& context, const model::ServerState& state,
                     const model::Node& primary) {
  return state.receiving && state.sender_host == primary.address &&
         state.sender_port == context.cluster.postgresql.port;
}

}  // namespace

model::Result<void> follow_primary(const Context& context, const decide::PgpoolCall& call) {
  const model::Node* node = find(context, call.node_id);
  const model::Node* primary = find(context, call.new_main_id);
  if (node == nullptr || primary == nullptr)
    return std::unexpected(model::Error{.kind = model::ErrorKind::usage,
                                        .what = "Pgpool-II names a node that is not in the "
                                                "cluster's description"});
  const auto state = observe::ask_server(context.sql, superuser_at(context, *node),
                                         context.deadline.within(ports::Duration{2000}));
  if (!state) {
    context.log.info("node={} is down and stays detached: {}", node->name, state.error().what);
    return {};
  }
  if (auto checked = check_lineage(context, *node, *state, *primary); !checked) return checked;
  if (auto slots = make_peer_slots(context, *primary); !slots)
    context.log.warn("node={} slots: {}", primary->name, to_string(slots.error()));
  if (!follows_already(context, *state, *primary))
    if (auto done = repoint(context, *node, *primary); !done) return done;
  if (auto done = wait_until_streaming(context, *node, *primary); !done) return done;
  context.log.info("node={} streams from {}", node->name, primary->name);
  return attach(context, *node);
}

}  // namespace pgmahout::act
