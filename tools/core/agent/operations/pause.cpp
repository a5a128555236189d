#include "act/pause.hpp"

#include "agent/operations/operations.hpp"

namespace pgmahout::agent {

model::Result<nlohmann::json> pause(const Request& request, const Session& session) {
  const auto reason = request.text("reason");
  if (!reason) return std::unexpected(reason.error());
  const auto changed = act::pause(session.context, *reason);
  if (!changed) return std::unexpected(changed.error());
  return nlohmann::json{{"changed", *changed}};
}

model::Result<nlohmann::json> resume(const Request& /*request*/, const Session& session) {
  const auto changed = act::resume(session.context);
  if (!changed) return std::unexpected(changed.error());
  return nlohmann::json{{"changed", *changed}};
}

}  // namespace pgmahout::agent
