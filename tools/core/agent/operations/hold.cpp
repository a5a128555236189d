#include "act/fence.hpp"
#include "agent/operations/operations.hpp"

namespace pgmahout::agent {

model::Result<nlohmann::json> hold(const Request& request, const Session& session) {
  const auto reason = request.text("reason");
  if (!reason) return std::unexpected(reason.error());
  if (auto done = act::hold(session.context, *reason); !done) return std::unexpected(done.error());
  return nlohmann::json::object();
}

model::Result<nlohmann::json> let_go(const Request& /*request*/, const Session& session) {
  const auto changed = act::let_go(session.context);
  if (!changed) return std::unexpected(changed.error());
  return nlohmann::json{{"changed", *changed}};
}

}  // namespace pgmahout::agent
