#pragma once

#include <cstdint>
#include <string>

namespace pgmahout::report {

/// How far one copy has come.
struct CopyProgress {
  std::string node;
  std::uint64_t bytes = 0;
  std::uint64_t total = 0;  ///< 0: not known yet
  double seconds = 0;       ///< since its first byte
  std::string verdict;      ///< "done", "failed" ... once it has ended
};

/// One line of at most `width` columns: node, bar, bytes, rate, time left.
[[nodiscard]] std::string copy_progress_line(const CopyProgress& progress, std::size_t width);

/// "1.4 GiB", "23 MiB", "512 KiB".
[[nodiscard]] std::string human_bytes(std::uint64_t bytes);

/// "0:42", "1:03:20".
[[nodiscard]] std::string human_time(std::uint64_t seconds);

}  // namespace pgmahout::report
