#pragma once

#include <string>

#include "model/diagnosis.hpp"
#include "report/text_style.hpp"

namespace pgmahout::report {

/// For people: each diagnosis with its evidence, why it matters, what follows from it, and what to
/// do; at the end what could not be looked at.
[[nodiscard]] std::string diagnosis_text(const model::Diagnoses& diagnoses, const TextStyle& style);

/// The same for programs; docs/schemas/diagnose.json. Ends with a newline.
[[nodiscard]] std::string diagnosis_json(const model::Diagnoses& diagnoses);

}  // namespace pgmahout::report
