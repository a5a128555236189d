#include "report/copy_progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace pgmahout::report {

namespace {

std::string bar(double share) {
  constexpr int kCells = 24;
  const int full = static_cast<int>(share * kCells);
  return "[" + std::string(static_cast<std::size_t>(full), '#') +
         std::string(static_cast<std::size_t>(kCells - full), '.') + "]";
}

std::string time_left(const CopyProgress& progress, double rate) {
  if (rate <= 0 || progress.bytes >= progress.total) return "";
  const double rest = static_cast<double>(progress.total - progress.bytes) / rate;
  return ", " + human_time(static_cast<std::uint64_t>(rest)) + " left";
}

std::string amounts(const CopyProgress& progress) {
  const double share =
      std::min(1.0, static_cast<double>(progress.bytes) / static_cast<double>(progress.total));
  const double rate =
      progress.seconds > 0 ? static_cast<double>(progress.bytes) / progress.seconds : 0;
  return fmt::format("{} {:3.0f}% {} of {}, {}/s{}", bar(share), share * 100,
                     human_bytes(progress.bytes), human_bytes(progress.total),
                     human_bytes(static_cast<std::uint64_t>(rate)), time_left(progress, rate));
}

}  // namespace

std::string copy_progress_line(const CopyProgress& progress, std::size_t width) {
  std::string state = progress.verdict;
  if (state.empty()) state = progress.total == 0 ? "waiting for the checkpoint" : amounts(progress);
  std::string line = fmt::format("{:<16} {}", progress.node, state);
  if (line.size() > width) line.resize(width);
  return line;
}

std::string human_bytes(std::uint64_t bytes) {
  constexpr std::array<const char*, 5> kUnits{"B", "KiB", "MiB", "GiB", "TiB"};
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 1024 && unit + 1 < kUnits.size()) {
    value /= 1024;
    ++unit;
  }
  return value < 10 && unit > 0 ? fmt::format("{:.1f} {}", value, kUnits.at(unit))
                                : fmt::format("{:.0f} {}", value, kUnits.at(unit));
}

std::string human_time(std::uint64_t seconds) {
  if (seconds < 3600) return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
  return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace pgmahout::report
