#include "act/restart.hpp"

#include "act/reload.hpp"
#include "agent/operations/nodes.hpp"
#include "agent/operations/operations.hpp"

namespace pgmahout::agent {

model::Result<nlohmann::json> restart(const Request& request, const Session& session) {
  const auto primary = primary_named(request, session.context);
  if (!primary) return std::unexpected(primary.error());
  if (auto done = act::restart_standby(session.context, **primary); !done)
    return std::unexpected(done.error());
  return nlohmann::json::object();
}

model::Result<nlohmann::json> reload(const Request& /*request*/, const Session& session) {
  const auto pending = act::reload(session.context);
  if (!pending) return std::unexpected(pending.error());
  return nlohmann::json{{"pending", *pending}};
}

}  // namespace pgmahout::agent
