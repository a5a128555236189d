#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace pgmahout::inventory {

/// More hosts than this come from no honest pattern.
constexpr std::size_t kMaximumHosts = 10'000;

/// What a key below `hosts:` stands for.
struct HostPattern {
  std::vector<std::string> names;
  std::optional<std::int64_t> port;  ///< "name:2222"
};

/// Expands "postgres[1:3]", "[01:10:2]", "db-[a:c].example" and a trailing ":port", as Ansible
/// does. The error says what is wrong with the pattern.
[[nodiscard]] std::expected<HostPattern, std::string> expand_pattern(const std::string& pattern);

}  // namespace pgmahout::inventory
