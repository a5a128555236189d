#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

/// All of a file; the empty text when it cannot be read.
inline std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Whether the part is somewhere in the text.
inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}
