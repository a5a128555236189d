#include "act/guard/retrier.hpp"

#include <algorithm>

#include "act/attach.hpp"
#include "act/failover/failover.hpp"
#include "act/guard/pgpool_process.hpp"
#include "act/journal.hpp"
#include "act/look_around.hpp"
#include "act/pcp.hpp"
#include "decide/retry.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kToAskPgpool{6000};
constexpr ports::Duration kToFailOver{60000};
// Longer than Pgpool-II's own failover takes, or a primary that is restarted in place.
constexpr ports::Duration kBeforeRetrying{15000};
constexpr ports::Duration kBeforeReminding{5000};
constexpr int kMostReminders = 1;

std::set<int> who_answers(const model::Observation& seen) {
  std::set<int> ids;
  for (const auto& node : seen.nodes)
    if (node.server) ids.insert(node.id);
  return ids;
}

const model::NodeState* present_primary_in(const model::Observation& seen) {
  const auto found = std::ranges::find_if(
      seen.nodes, [&](const auto& node) { return decide::is_present_primary(node, seen); });
  return found == seen.nodes.end() ? nullptr : &*found;
}

}  // namespace

void Retrier::look() {
  const auto view = ask_pgpool(within(context_, kToAskPgpool));
  if (!view || !view->leader || !view->quorum) {
    without_primary_.restart();
    forgotten_.restart();
    return;
  }
  const auto seen = look_around(context_);
  const bool nobody = std::ranges::none_of(
      seen.nodes, [](const auto& node) { return node.server && !node.server->in_recovery; });
  const auto waited = without_primary_.look(nobody, now());
  if (!nobody) retry_.reset();
  if (nobody && waited > kBeforeRetrying) retry(seen);
  if (!nobody) remind(seen, *view);
}

// A node that answers anew may be what was missing: then it is not waited any longer.
void Retrier::retry(const model::Observation& seen) {
  const auto answering = who_answers(seen);
  if (answering == answered_ && !retry_.is_due(now())) return;
  answered_ = answering;
  const auto call = decide::failover_to_retry(
      {.seen = seen, .self = context_.self.id, .followed = followed_here()});
  if (!call) {
    context_.log.warn("nobody is primary, and it is not known whose place is to be filled");
    retry_.failed(now());
    return;
  }
  context_.log.warn("nobody is primary: trying the failover of node {} again", call->node_id);
  const auto done = failover(within(context_, kToFailOver), *call);
  if (!done)
    context_.log.error("tried again in {} ms: {}", retry_.failed(now()).count(),
                       to_string(done.error()));
}

// Pgpool-II looks for the primary when a node is attached, and only then; one whose main process
// hangs does not even then.
void Retrier::remind(const model::Observation& seen, const model::PgpoolView& view) {
  const auto* primary = present_primary_in(seen);
  const bool knows =
      primary == nullptr || std::ranges::any_of(view.backends, [&](const auto& backend) {
        return backend.primary && backend.up && backend.id == primary->id;
      });
  if (knows) reminders_ = 0;
  if (forgotten_.look(!knows, now()) < kBeforeReminding) return;
  forgotten_.restart();
  context_.log.warn("Pgpool-II does not know that {} is primary", primary->name);
  if (++reminders_ <= kMostReminders) return attach_anew(primary->id, view);
  reminders_ = 0;
  context_.log.error("it does not learn it either: it is killed, to be started anew");
  const Journal journal(context_, "guard");
  journal.note({{"killed", "Pgpool-II"}, {"reason", "it did not learn who is primary"}});
  if (const auto done = end_pgpool(context_); !done)
    context_.log.error("{}", to_string(done.error()));
}

void Retrier::attach_anew(int primary_id, const model::PgpoolView& view) {
  const auto standby = std::ranges::find_if(
      view.backends, [&](const auto& backend) { return backend.up && backend.id != primary_id; });
  if (standby == view.backends.end()) return;
  const auto& node = context_.cluster.nodes.at(static_cast<std::size_t>(standby->id));
  const Context bounded = within(context_, kToAskPgpool);
  const auto detached = pcp(bounded, "pcp_detach_node", {"-n", std::to_string(node.id)});
  if (!detached) context_.log.warn("{}", to_string(detached.error()));
  if (const auto done = attach(bounded, node); !done)
    context_.log.warn("{}", to_string(done.error()));
}

std::optional<int> Retrier::followed_here() const {
  const auto rows =
      ports::query(context_.sql, local_superuser(context_),
                   {"SELECT setting FROM pg_settings WHERE name = 'primary_conninfo'", {}},
                   context_.deadline.within(kToAskPgpool));
  if (!rows || rows->rows.empty()) return std::nullopt;
  const std::string conninfo = rows->rows.front().front().value_or("");
  for (const auto& node : context_.cluster.nodes)
    if (conninfo.contains("host='" + node.address + "'")) return node.id;
  return std::nullopt;
}

}  // namespace pgmahout::act
