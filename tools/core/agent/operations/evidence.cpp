#include "act/evidence.hpp"

#include "agent/operations/operations.hpp"
#include "observe/evidence_json.hpp"

namespace pgmahout::agent {

model::Result<nlohmann::json> evidence(const Request& request, const Session& session) {
  const auto files = request.boolean("files", false);
  if (!files) return std::unexpected(files.error());
  return observe::evidence_to_json(act::gather_evidence(session.context, *files));
}

}  // namespace pgmahout::agent
