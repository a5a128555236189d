#include "agent/operations/operations.hpp"

namespace pgmahout::agent {

model::Result<nlohmann::json> start(const Request& /*request*/, const Session& session) {
  const auto& context = session.context;
  const bool before = context.server.postmaster().has_value();
  if (auto done = context.server.start(context.deadline); !done)
    return std::unexpected(done.error());
  return nlohmann::json{{"changed", !before}};
}

// Also when nothing runs: systemd may be about to start it.
model::Result<nlohmann::json> stop(const Request& /*request*/, const Session& session) {
  const auto& context = session.context;
  const bool before = context.server.postmaster().has_value();
  if (auto done = context.server.stop(ports::StopMode::orderly, context.deadline); !done)
    return std::unexpected(done.error());
  return nlohmann::json{{"changed", before}};
}

}  // namespace pgmahout::agent
