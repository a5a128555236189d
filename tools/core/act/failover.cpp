#include "act/failover.hpp"

#include <array>
#include <future>

#include "act/promote.hpp"
#include "act/repoint.hpp"
#include "observe/everyone.hpp"
#include "ports/agent/client.hpp"

namespace pgmahout::act {

namespace {

model::Observation look(const Context& context) {
  constexpr ports::Duration kToAnswer{2000};
  auto seen = observe::ask_everyone(
      context.sql, context.cluster,
      [&](const model::Node& node) { return superuser_at(context, node); },
      context.deadline.within(kToAnswer));
  for (const auto& node : seen.nodes) context.log.info("observed {}", observe::to_string(node));
  return seen;
}

const model::Node& node_of(const Context& context, int id) {
  return context.cluster.nodes.at(static_cast<std::size_t>(id));
}

// A postmaster that crashed may be started again by systemd, and one that only Pgpool-II cannot
// reach still accepts writes: both would be a second primary.
model::Result<void> stop_old_primary(const Context& context, const model::Node& node, bool runs) {
  const ports::Duration patience{runs ? 8000 : 3000};
  agent::Client client(context.shell, {context.layout.libexec + "/node"});
  const auto stopped = client.call(agent_of(context, node), {{"operation", "stop"}},
                                   context.deadline.within(patience));
  if (stopped) {
    context.log.info("node={} its PostgreSQL is stopped", node.name);
    return {};
  }
  if (!runs) {
    context.log.warn("node={} not confirmed to be stopped: {}", node.name, stopped.error().what);
    return {};
  }
  auto error = stopped.error();
  error.kind = model::ErrorKind::refused;
  error.what =
      "the old primary still accepts writes and cannot be stopped, so nobody is "
      "promoted: " +
      error.what;
  error.hint = "stop PostgreSQL there by hand; then detach the node again";
  return std::unexpected(error);
}

// The slots of a returned node's earlier time as primary and the standby's own conninfo would be
// copied to the next clone.
void settle(const Context& context, const model::Node& primary) {
  const std::array<ports::Query, 4> queries{{{"ALTER SYSTEM RESET primary_conninfo", {}},
                                             {"ALTER SYSTEM RESET primary_slot_name", {}},
                                             {"SELECT pg_reload_conf()", {}},
                                             {"CHECKPOINT", {}}}};
  const auto done = context.sql.run(superuser_at(context, primary), queries, context.deadline);
  if (!done) context.log.warn("node={} not settled: {}", primary.name, to_string(done.error()));
}

void repoint_others(const Context& context, const std::vector<int>& standbys,
                    const model::Node& primary) {
  std::vector<std::future<model::Result<void>>> started;
  std::vector<std::string> names;
  for (const int id : standbys) {
    const auto& node = node_of(context, id);
    if (node.name == primary.name) continue;
    names.push_back(node.name);
    started.push_back(
        std::async(std::launch::async, [&] { return repoint(context, node, primary); }));
  }
  for (std::size_t index = 0; index < started.size(); ++index) {
    const auto done = started[index].get();
    if (done)
      context.log.info("node={} follows {}", names[index], primary.name);
    else
      context.log.warn("node={} does not follow: {}", names[index], to_string(done.error()));
  }
}

model::Result<const model::Node*> promote_first(const Context& context,
                                                const std::vector<int>& candidates) {
  model::Error last{.kind = model::ErrorKind::failed, .what = "there is no candidate left"};
  for (const int id : candidates) {
    const auto& node = node_of(context, id);
    if (auto slots = make_peer_slots(context, node); !slots)
      context.log.warn("node={} slots: {}", node.name, to_string(slots.error()));
    const auto promoted = promote(context, node);
    if (promoted) return &node;
    last = promoted.error();
    context.log.error("node={} not promoted: {}", node.name, to_string(last));
    if (last.kind != model::ErrorKind::failed) break;
  }
  return std::unexpected(last);
}

}  // namespace

model::Result<void> failover(const Context& context, const decide::PgpoolCall& call) {
  const auto decision = decide::decide_failover(call, look(context));
  context.log.info("decision={} reason={}",
                   decision.action == decide::FailoverAction::promote ? "promote" : "nothing",
                   decision.reason);
  if (decision.action == decide::FailoverAction::nothing) return {};
  if (auto stopped =
          stop_old_primary(context, node_of(context, call.node_id), decision.old_primary_runs);
      !stopped)
    return stopped;
  // Measured anew: a primary that was stopped in order has sent its last WAL by now.
  const auto again = decide::decide_failover(call, look(context));
  if (again.action == decide::FailoverAction::nothing) {
    context.log.info("decision=nothing reason={}", again.reason);
    return {};
  }
  const auto primary = promote_first(context, again.candidates);
  if (!primary) return std::unexpected(primary.error());
  context.log.info("node={} is primary now", (*primary)->name);
  repoint_others(context, again.candidates, **primary);
  settle(context, **primary);
  return {};
}

}  // namespace pgmahout::act
