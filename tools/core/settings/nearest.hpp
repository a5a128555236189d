#pragma once

#include <span>
#include <string>
#include <string_view>

namespace pgmahout::settings {

/// How many insertions, deletions, replacements and swaps of neighbours turn one into the other.
[[nodiscard]] std::size_t edit_distance(std::string_view left, std::string_view right);

/// The word that a misspelt one most likely means; empty when none is near enough.
[[nodiscard]] std::string nearest(std::string_view word, std::span<const std::string_view> known);

}  // namespace pgmahout::settings
