#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace pgmahout::model {

/// The text with its ASCII letters small: names of parameters and words that stand for values are
/// the same in any case to PostgreSQL (guc_name_compare in guc.c) and Pgpool-II.
[[nodiscard]] inline std::string lower_case(std::string_view text) {
  std::string result(text);
  // Not tolower(): what that makes of the other bytes depends on the locale.
  std::ranges::transform(result, result.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return result;
}

}  // namespace pgmahout::model
