#include "act/rejoin/rejoin.hpp"

#include "act/fence.hpp"
#include "agent/operations/operations.hpp"

namespace pgmahout::agent {

namespace {

model::Result<const model::Node*> read_primary(const Request& request,
                                               const act::Context& context) {
  const auto name = request.text("primary");
  if (!name) return std::unexpected(name.error());
  const model::Node* primary = context.cluster.find(*name);
  const bool known = primary != nullptr;
  if (known && primary->name != context.self.name) return primary;
  return std::unexpected(model::Error{.kind = model::ErrorKind::invalid,
                                      .what = known ? "a node cannot be a standby of itself"
                                                    : "the cluster has no node \"" + *name + "\""});
}

}  // namespace

model::Result<nlohmann::json> rejoin(const Request& request, const Session& session) {
  const auto primary = read_primary(request, session.context);
  if (!primary) return std::unexpected(primary.error());
  const act::rejoin::Request wish{
      .primary = **primary, .on_progress = [&](const act::clone::Progress& progress) {
        session.progress({{"bytes", progress.bytes}, {"total", progress.total}});
      }};
  const auto outcome = act::rejoin::run(session.context, wish);
  if (!outcome) return std::unexpected(outcome.error());
  nlohmann::json answer{{"action", to_string(outcome->action)},
                        {"reason", outcome->reason},
                        {"lost_bytes", outcome->lost.bytes},
                        {"lost_transactions", nullptr}};
  if (outcome->lost.transactions) answer["lost_transactions"] = *outcome->lost.transactions;
  return answer;
}

model::Result<nlohmann::json> release(const Request& /*request*/, const Session& session) {
  const auto fenced = act::read_fence(session.context);
  if (!fenced) return std::unexpected(fenced.error());
  if (auto done = act::release(session.context); !done) return std::unexpected(done.error());
  return nlohmann::json{{"changed", *fenced && !(*fenced)->released}};
}

model::Result<nlohmann::json> unfence(const Request& /*request*/, const Session& session) {
  const auto fenced = act::read_fence(session.context);
  if (!fenced) return std::unexpected(fenced.error());
  if (auto done = act::unfence(session.context); !done) return std::unexpected(done.error());
  return nlohmann::json{{"changed", fenced->has_value()}};
}

}  // namespace pgmahout::agent
