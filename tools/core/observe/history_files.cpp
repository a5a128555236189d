#include "observe/history_files.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "ports/files.hpp"

namespace pgmahout::observe {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostFiles = 64;
constexpr std::size_t kMostBytes = std::size_t{256} << 10U;

// "00000002.history", or what a rejoin makes of it in the archive:
// "00000002.history.2026-03-01T12:00:00.123Z.undone".
std::optional<HistoryFileText> named(std::string_view name) {
  constexpr std::size_t kDigits = 8;
  HistoryFileText file;
  if (name.size() < kDigits) return std::nullopt;
  const char* end = name.data() + kDigits;
  const auto [next, failure] = std::from_chars(name.data(), end, file.timeline.number, 16);
  if (failure != std::errc{} || next != end || file.timeline.number == 0) return std::nullopt;
  const auto rest = name.substr(kDigits);
  file.undone = rest.starts_with(".history.") && rest.ends_with(".undone");
  if (rest != ".history" && !file.undone) return std::nullopt;
  return file;
}

bool read_into(const fs::path& path, HistoryFileText& file) {
  struct stat status {};
  auto content = ports::read_file(path);
  if (!content || stat(path.c_str(), &status) != 0) return false;
  file.content = std::move(*content);
  file.written = std::chrono::system_clock::time_point(
      std::chrono::duration_cast<std::chrono::system_clock::duration>(
          std::chrono::seconds(status.st_mtim.tv_sec) +
          std::chrono::nanoseconds(status.st_mtim.tv_nsec)));
  return true;
}

struct Found {
  fs::path path;
  HistoryFileText file;
};

void list(const fs::path& directory, std::vector<Found>& found) {
  std::error_code failure;
  for (fs::directory_iterator entry(directory, failure), none; !failure && entry != none;
       entry.increment(failure))
    if (auto file = named(entry->path().filename().string()))
      found.push_back({entry->path(), std::move(*file)});
}

}  // namespace

std::vector<HistoryFileText> history_files(const std::vector<fs::path>& directories) {
  std::vector<Found> found;
  for (const auto& directory : directories) list(directory, found);
  std::ranges::stable_sort(found, std::ranges::greater{},
                           [](const Found& each) { return each.file.timeline; });
  std::vector<HistoryFileText> files;
  std::size_t bytes = 0;
  for (auto& [path, file] : found) {
    if (files.size() >= kMostFiles) break;
    if (!read_into(path, file)) continue;
    bytes += file.content.size();
    if (bytes > kMostBytes) break;
    files.push_back(std::move(file));
  }
  return files;
}

}  // namespace pgmahout::observe
