#include "model/exit_code.hpp"

#include <array>

namespace pgmahout::model {

namespace {

constexpr std::array<ExitCodeRow, 10> kRows{{
    {ExitCode::ok, "ok", "done, or nothing to do"},
    {ExitCode::not_as_it_should_be, "not-as-it-should-be",
     "the question was answered and the answer is bad: a check failed, a difference was found"},
    {ExitCode::usage, "usage", "the command line is wrong; nothing was done"},
    {ExitCode::invalid_input, "invalid-input",
     "the inventory or another input file is wrong; nothing was done"},
    {ExitCode::refused, "refused", "a rule forbids it; nothing was done"},
    {ExitCode::failed, "failed", "it failed before the point of no return; all is as before"},
    {ExitCode::incomplete, "incomplete",
     "it failed after the point of no return; run it again to complete it"},
    {ExitCode::no_answer, "no-answer",
     "a host did not answer in time; neither done nor failed is known"},
    {ExitCode::interrupted, "interrupted", "a signal ended it; run it again to complete it"},
    {ExitCode::internal, "internal", "a fault in pgmahout itself"},
}};

}  // namespace

std::span<const ExitCodeRow> exit_code_table() { return kRows; }

ExitCode exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::usage:
      return ExitCode::usage;
    case ErrorKind::invalid:
      return ExitCode::invalid_input;
    case ErrorKind::refused:
      return ExitCode::refused;
    case ErrorKind::failed:
      return ExitCode::failed;
    case ErrorKind::incomplete:
      return ExitCode::incomplete;
    case ErrorKind::no_answer:
      return ExitCode::no_answer;
    case ErrorKind::interrupted:
      return ExitCode::interrupted;
    case ErrorKind::internal:
      break;
  }
  return ExitCode::internal;
}

}  // namespace pgmahout::model
