#include "model/diagnosis.hpp"

#include <algorithm>

namespace pgmahout::model {

// What is merely worth knowing is no fault.
ExitCode exit_code(const Diagnoses& diagnoses) {
  if (diagnoses.nobody_answers) return ExitCode::no_answer;
  const bool wrong = std::ranges::any_of(
      diagnoses.found, [](const Diagnosis& each) { return each.severity != Severity::note; });
  return wrong ? ExitCode::not_as_it_should_be : ExitCode::ok;
}

}  // namespace pgmahout::model
