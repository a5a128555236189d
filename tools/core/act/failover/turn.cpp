#include "act/failover/turn.hpp"

namespace pgmahout::act {

namespace {

// "pgmahout" as eight letters: a key that nobody else has, the same in every version of ours.
constexpr const char* kTryLock = "SELECT pg_try_advisory_lock(x'70676d61686f7574'::bigint)";
constexpr ports::Duration kPatience{3000};
constexpr ports::Duration kPause{100};

bool try_lock(ports::SqlSession& session, const ports::Deadline& deadline) {
  const auto rows = session.run({kTryLock, {}}, deadline);
  return rows && !rows->rows.empty() && rows->rows.front().front() == "t";
}

model::Error taken(const model::Node& node) {
  return {.kind = model::ErrorKind::refused,
          .what = "another failover is at work there",
          .node = node.name,
          .hint = "it is tried again when that one has ended"};
}

}  // namespace

model::Result<Turn> Turn::take(const Context& context, const model::Observation& observation,
                               int lost_id) {
  Turn turn;
  for (const auto& state : observation.nodes) {
    if (state.id == lost_id || !state.is_standby()) continue;
    const auto& node = context.cluster.nodes.at(static_cast<std::size_t>(state.id));
    auto session = context.sql.connect(superuser_at(context, node), context.deadline);
    if (!session) {
      context.log.warn("node={} is not asked any more: {}", node.name, session.error().what);
      continue;
    }
    const auto locked = [&] { return try_lock(**session, context.deadline); };
    if (!ports::wait_until(locked, context.deadline.within(kPatience), kPause))
      return std::unexpected(taken(node));
    turn.sessions_.emplace(state.id, std::move(*session));
  }
  return turn;
}

ports::SqlSession* Turn::at(int id) const {
  const auto found = sessions_.find(id);
  return found == sessions_.end() ? nullptr : found->second.get();
}

model::Result<void> Turn::renew(int first, const std::set<int>& dropped,
                                const ports::Deadline& deadline) {
  const ports::Query nothing{"SELECT 1", {}};
  if (const auto done = at(first)->run(nothing, deadline); !done)
    return std::unexpected(done.error());
  for (const auto& [id, session] : sessions_) {
    if (dropped.contains(id)) continue;
    if (const auto done = session->run(nothing, deadline); !done)
      return std::unexpected(done.error());
  }
  return {};
}

}  // namespace pgmahout::act
