#include "act/service.hpp"

#include "agent/operations/operations.hpp"
#include "observe/data_directory.hpp"

namespace pgmahout::agent {

namespace {

bool runs(const act::Context& context) {
  return observe::running_postmaster(context.cluster.postgresql.data_directory).has_value();
}

}  // namespace

model::Result<nlohmann::json> start(const Request& /*request*/, const Session& session) {
  const bool before = runs(session.context);
  if (auto done = act::start_service(session.context); !done) return std::unexpected(done.error());
  return nlohmann::json{{"changed", !before}};
}

// Also when nothing runs: systemd may be about to start it.
model::Result<nlohmann::json> stop(const Request& /*request*/, const Session& session) {
  const bool before = runs(session.context);
  if (auto done = act::stop_service(session.context); !done) return std::unexpected(done.error());
  return nlohmann::json{{"changed", before}};
}

}  // namespace pgmahout::agent
