#include "act/failover/by_hand.hpp"
#include "agent/operations/nodes.hpp"
#include "agent/operations/operations.hpp"

namespace pgmahout::agent {

model::Result<nlohmann::json> failover(const Request& request, const Session& session) {
  const auto lost = node_named(request, "lost", session.context);
  if (!lost) return std::unexpected(lost.error());
  const auto to = node_named(request, "to", session.context);
  if (!to) return std::unexpected(to.error());
  const auto allow_data_loss = request.boolean("allow_data_loss", false);
  if (!allow_data_loss) return std::unexpected(allow_data_loss.error());
  if (*lost == nullptr || *lost == *to)
    return std::unexpected(model::Error{.kind = model::ErrorKind::invalid,
                                        .what = "\"lost\" must name another node than \"to\""});
  const auto outcome = act::failover_by_hand(
      session.context, {.lost = **lost, .to = *to, .allow_data_loss = *allow_data_loss});
  if (!outcome) return std::unexpected(outcome.error());
  nlohmann::json answer{{"primary", outcome->primary->name}, {"loss", nullptr}};
  if (outcome->certificate) answer["loss"] = outcome->certificate->loss;
  return answer;
}

}  // namespace pgmahout::agent
