#include "act/report_self.hpp"
#include "agent/operations/operations.hpp"
#include "observe/report_json.hpp"

namespace pgmahout::agent {

model::Result<nlohmann::json> status(const Request& /*request*/, const Session& session) {
  return observe::report_to_json(act::report_self(session.context));
}

}  // namespace pgmahout::agent
