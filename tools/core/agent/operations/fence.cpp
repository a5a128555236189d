#include "act/fence.hpp"

#include "agent/operations/operations.hpp"

namespace pgmahout::agent {

namespace {

model::Result<ports::StopMode> read_mode(const Request& request) {
  const auto mode = request.text("mode");
  if (!mode) return std::unexpected(mode.error());
  if (*mode == "orderly") return ports::StopMode::orderly;
  if (*mode == "immediate") return ports::StopMode::immediate;
  return std::unexpected(model::Error{.kind = model::ErrorKind::invalid,
                                      .what = "\"mode\" must be orderly or immediate"});
}

}  // namespace

model::Result<nlohmann::json> fence(const Request& request, const Session& session) {
  const auto mode = read_mode(request);
  if (!mode) return std::unexpected(mode.error());
  const auto reason = request.text("reason");
  if (!reason) return std::unexpected(reason.error());
  const auto operation = request.text("for");
  if (!operation) return std::unexpected(operation.error());
  const auto outcome =
      act::fence(session.context, {.reason = *reason, .operation = *operation}, *mode);
  if (!outcome) return std::unexpected(outcome.error());
  nlohmann::json answer{{"was_running", outcome->was_running}, {"was_fenced", outcome->was_fenced}};
  if (outcome->end) {
    answer["end_timeline"] = outcome->end->timeline.number;
    answer["end_lsn"] = to_string(outcome->end->lsn);
  }
  return answer;
}

}  // namespace pgmahout::agent
