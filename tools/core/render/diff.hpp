#pragma once

#include <string>
#include <string_view>

namespace pgmahout::render {

/// The unified diff of two texts with three lines of context, as diff -u prints it, under the two
/// names; empty when the texts are the same.
[[nodiscard]] std::string unified_diff(std::string_view old_name, std::string_view new_name,
                                       std::string_view old_text, std::string_view new_text);

}  // namespace pgmahout::render
