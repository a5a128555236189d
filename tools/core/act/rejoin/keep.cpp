#include "act/rejoin/keep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "act/journal.hpp"
#include "ports/files.hpp"

namespace pgmahout::act::rejoin {

namespace fs = std::filesystem;

namespace {

constexpr const char* kUnfinished = ".new";

// The history files belong to it: without them nobody can tell how these timelines came to be.
bool is_history(const std::string& name, const std::vector<Stretch>& stretches) {
  return std::ranges::any_of(stretches, [&](const Stretch& stretch) {
    return name == history_file_name(stretch.timeline);
  });
}

bool belongs(const std::string& name, const Diverged& diverged,
             const std::vector<Stretch>& stretches, std::uint64_t segment_bytes) {
  const auto file = parse_wal_name(name, segment_bytes);
  if (!file) return is_history(name, stretches);
  // What lies behind the end are files that wait to be written to.
  if (file->number > diverged.end.lsn.bytes / segment_bytes) return false;
  return std::ranges::any_of(stretches, [&](const Stretch& stretch) {
    return file->timeline == stretch.timeline && file->number >= stretch.from.bytes / segment_bytes;
  });
}

model::Result<std::vector<fs::path>> find_files(const Context& context, const Diverged& diverged,
                                                const model::TimelineHistory& own,
                                                std::uint64_t segment_bytes) {
  const fs::path directory = fs::path(context.cluster.postgresql.data_directory) / "pg_wal";
  const auto stretches = stretches_behind(diverged.fork, own);
  std::vector<fs::path> files;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(directory, failure))
    if (belongs(entry.path().filename().string(), diverged, stretches, segment_bytes))
      files.push_back(entry.path());
  if (!failure) return files;
  return std::unexpected(
      model::Error{.what = "cannot list " + directory.string() + ": " + failure.message()});
}

bool same_file(const fs::path& one, const fs::path& other) {
  std::error_code failure;
  return fs::file_size(one, failure) == fs::file_size(other, failure) && !failure &&
         fs::last_write_time(one, failure) == fs::last_write_time(other, failure) && !failure;
}

std::optional<std::string> kept_before(const fs::path& place, const std::vector<fs::path>& files) {
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(place, failure))
    if (entry.path().extension() != kUnfinished &&
        std::ranges::all_of(files, [&](const fs::path& file) {
          return same_file(file, entry.path() / file.filename());
        }))
      return entry.path().string();
  return std::nullopt;
}

void remove_unfinished(const Context& context, const fs::path& place) {
  std::error_code failure;
  std::vector<fs::path> doomed;
  for (const auto& entry : fs::directory_iterator(place, failure))
    if (entry.path().extension() == kUnfinished) doomed.push_back(entry.path());
  for (const auto& path : doomed)
    if (const auto done = ports::remove_tree(path); !done)
      context.log.warn("an unfinished copy is left: {}", done.error().what);
}

model::Result<void> check_room(const fs::path& place, const std::vector<fs::path>& files) {
  std::error_code failure;
  std::uint64_t needed = 0;
  for (const auto& file : files) needed += fs::file_size(file, failure);
  const auto space = fs::space(place, failure);
  if (failure || space.available >= needed) return {};
  return std::unexpected(model::Error{
      .kind = model::ErrorKind::failed,
      .what = fmt::format("no room to keep the WAL that the primary does not have: it takes {} MiB "
                          "in {}, and {} MiB are free",
                          needed >> 20U, place.string(), space.available >> 20U),
      .hint = "nothing was changed; make room there (what earlier rejoins kept may be moved away), "
              "and run it again"});
}

model::Result<void> copy_all(const std::vector<fs::path>& files, const fs::path& draft,
                             const fs::path& whole) {
  if (auto done = ports::make_directories(draft); !done) return done;
  for (const auto& file : files)
    if (auto done = ports::copy_file(file, draft / file.filename()); !done) return done;
  if (auto done = ports::sync_directory(draft); !done) return done;
  const auto renamed = ports::exchange(draft, whole, whole);
  if (!renamed) return std::unexpected(renamed.error());
  return {};
}

}  // namespace

std::optional<std::uint64_t> parse_hex(std::string_view text) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [next, failure] = std::from_chars(text.data(), end, value, 16);
  if (failure != std::errc{} || next != end) return std::nullopt;
  return value;
}

std::optional<WalFile> parse_wal_name(std::string_view name, std::uint64_t segment_bytes) {
  constexpr std::size_t kPart = 8;
  constexpr std::uint64_t kLogFile = std::uint64_t{1} << 32U;
  if (name.size() != 3 * kPart || segment_bytes == 0) return std::nullopt;
  const auto timeline = parse_hex(name.substr(0, kPart));
  const auto log = parse_hex(name.substr(kPart, kPart));
  const auto segment = parse_hex(name.substr(2 * kPart));
  if (!timeline || !log || !segment) return std::nullopt;
  return WalFile{{static_cast<std::uint32_t>(*timeline)},
                 *log * (kLogFile / segment_bytes) + *segment};
}

model::Result<std::string> keep(const Context& context, const Diverged& diverged,
                                const model::TimelineHistory& own, std::uint64_t segment_bytes) {
  const fs::path place = fs::path(context.layout.state) / "diverged";
  if (auto done = ports::make_directories(place); !done) return std::unexpected(done.error());
  remove_unfinished(context, place);
  const auto files = find_files(context, diverged, own, segment_bytes);
  if (!files) return std::unexpected(files.error());
  if (files->empty()) {
    context.log.error("the WAL that the primary does not have is not there any more to be kept");
    return std::string();
  }
  if (const auto kept = kept_before(place, *files)) return *kept;
  if (auto done = check_room(place, *files); !done) return std::unexpected(done.error());
  const std::string name = fmt::format("{}-timeline{}", timestamp(context.deadline.clock()),
                                       diverged.end.timeline.number);
  auto done = copy_all(*files, place / (name + kUnfinished), place / name);
  if (done) return (place / name).string();
  remove_unfinished(context, place);
  done.error().node = context.self.name;
  return std::unexpected(done.error());
}

}  // namespace pgmahout::act::rejoin
