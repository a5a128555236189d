#include "model/verification.hpp"

#include <algorithm>

namespace pgmahout::model {

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::ok:
      return "ok";
    case Verdict::skipped:
      return "skipped";
    case Verdict::warn:
      return "warn";
    case Verdict::no_answer:
      return "no answer";
    case Verdict::fail:
      break;
  }
  return "fail";
}

int count(const Verification& verification, Verdict verdict) {
  const auto found = std::ranges::count(verification.checks, verdict, &CheckResult::verdict);
  return static_cast<int>(found);
}

ExitCode exit_code(const Verification& verification) {
  if (count(verification, Verdict::fail) > 0) return ExitCode::not_as_it_should_be;
  if (count(verification, Verdict::no_answer) > 0) return ExitCode::no_answer;
  return ExitCode::ok;
}

}  // namespace pgmahout::model
