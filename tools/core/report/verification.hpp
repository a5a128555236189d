#pragma once

#include <string>

#include "model/verification.hpp"
#include "report/text_style.hpp"

namespace pgmahout::report {

/// A table for people: one line a check, below it what was seen and what to do when it is not ok.
[[nodiscard]] std::string verification_text(const model::Verification& verification,
                                            const TextStyle& style);

/// The same for programs; docs/verify.md describes the schema. Ends with a newline.
[[nodiscard]] std::string verification_json(const model::Verification& verification);

}  // namespace pgmahout::report
