#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

/// All of a file; the empty text when it cannot be read.
inline std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// How wide a text is whose lines are all ended.
inline std::size_t longest_line(const std::string& text) {
  std::size_t longest = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\n', at);
    longest = std::max(longest, end - at);
    at = end + 1;
  }
  return longest;
}

/// Whether the part is somewhere in the text.
inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}
