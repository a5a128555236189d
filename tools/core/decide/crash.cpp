#include "decide/crash.hpp"

namespace pgmahout::decide {

CrashDecision decide_crash(const CrashQuestion& question) {
  if (question.fenced) return {CrashAction::leave, "it is fenced"};
  if (question.isolated) return {CrashAction::start, "it was cut off and may be primary still"};
  if (question.service != model::ServiceState::failed)
    return {CrashAction::leave, "nobody calls it failed"};
  if (!question.was_primary) return {CrashAction::start, "a standby has crashed"};
  if (question.restart_first && question.has_room)
    return {CrashAction::start, "the primary has crashed"};
  if (question.handed_over) return {CrashAction::start, "nobody has replaced the crashed primary"};
  if (!question.has_room)
    return {CrashAction::hand_over,
            "the primary has crashed, and its disk is full: it is replaced"};
  return {CrashAction::hand_over, "the primary has crashed and is to be replaced"};
}

}  // namespace pgmahout::decide
