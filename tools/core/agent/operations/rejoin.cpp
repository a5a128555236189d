#include "act/rejoin/rejoin.hpp"

#include "act/fence.hpp"
#include "agent/operations/nodes.hpp"
#include "agent/operations/operations.hpp"

namespace pgmahout::agent {

namespace {

model::Result<nlohmann::json> answer_preview(const act::Context& context,
                                             const act::rejoin::Request& wish) {
  const auto decision = act::rejoin::preview(context, wish);
  if (!decision) return std::unexpected(decision.error());
  return nlohmann::json{{"action", to_string(decision->action)}, {"reason", decision->reason}};
}

// Without "for" whoever set the fence is meant: a person knows what happened.
model::Result<nlohmann::json> answer_fence(const Request& request, const Session& session,
                                           model::Result<bool> (*answer)(const act::Context&,
                                                                         const std::string&)) {
  const auto operation = request.text("for");
  if (!operation) return std::unexpected(operation.error());
  const auto changed = answer(session.context, *operation);
  if (!changed) return std::unexpected(changed.error());
  return nlohmann::json{{"changed", *changed}};
}

}  // namespace

model::Result<nlohmann::json> rejoin(const Request& request, const Session& session) {
  const auto primary = primary_named(request, session.context);
  if (!primary) return std::unexpected(primary.error());
  const auto by_hand = request.boolean("by_hand", false);
  if (!by_hand) return std::unexpected(by_hand.error());
  const auto dry_run = request.boolean("dry_run", false);
  if (!dry_run) return std::unexpected(dry_run.error());
  const act::rejoin::Request wish{
      .primary = **primary,
      .by_hand = *by_hand,
      .on_progress = [&](const act::clone::Progress& progress) {
        session.progress({{"bytes", progress.bytes}, {"total", progress.total}});
      }};
  if (*dry_run) return answer_preview(session.context, wish);
  const auto outcome = act::rejoin::run(session.context, wish);
  if (!outcome) return std::unexpected(outcome.error());
  nlohmann::json answer{{"action", to_string(outcome->action)},
                        {"reason", outcome->reason},
                        {"lost_bytes", outcome->lost.bytes},
                        {"lost_transactions", nullptr}};
  if (outcome->lost.transactions) answer["lost_transactions"] = *outcome->lost.transactions;
  return answer;
}

model::Result<nlohmann::json> release(const Request& request, const Session& session) {
  return answer_fence(request, session, act::release);
}

model::Result<nlohmann::json> unfence(const Request& request, const Session& session) {
  return answer_fence(request, session, act::unfence_after);
}

}  // namespace pgmahout::agent
