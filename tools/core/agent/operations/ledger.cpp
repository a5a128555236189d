#include "agent/operations/operations.hpp"
#include "observe/drill_ledger.hpp"

namespace pgmahout::agent {

model::Result<nlohmann::json> ledger(const Request& /*request*/, const Session& session) {
  const auto& context = session.context;
  const auto rows =
      observe::read_ledger(context.sql, act::local_superuser(context), context.deadline);
  if (!rows) return std::unexpected(rows.error());
  return observe::to_json(*rows);
}

}  // namespace pgmahout::agent
