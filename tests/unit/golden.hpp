#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace pgmahout::test {

/// Holds a text to a file that was reviewed; with PGMAHOUT_UPDATE_GOLDEN=1 the file is written
/// anew.
inline void check_golden(const std::string& text, const std::string& file) {
  const std::string path = std::string(PGMAHOUT_SOURCE_DIR) + "/" + file;
  if (std::getenv("PGMAHOUT_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << text;
  std::ostringstream golden;
  golden << std::ifstream(path).rdbuf();
  CHECK(golden.str() == text);
}

}  // namespace pgmahout::test
