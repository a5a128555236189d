#include "act/rejoin/undone.hpp"

#include <algorithm>
#include <expected>
#include <filesystem>
#include <vector>

#include "act/journal.hpp"
#include "act/rejoin/keep.hpp"
#include "ports/files.hpp"

namespace pgmahout::act::rejoin {

namespace fs = std::filesystem;

namespace {

constexpr const char* kUndone = ".undone";
constexpr std::size_t kTimelineDigits = 8;

bool went(const model::TimelineHistory& way, model::Timeline timeline) {
  return way.timeline == timeline ||
         std::ranges::find(way.ancestors, timeline, &model::TimelineSwitch::from) !=
             way.ancestors.end();
}

// Each name of WAL, of a backup's label and of a history begins with its timeline.
std::vector<std::string> beginnings(const model::TimelineHistory& own,
                                    const model::TimelineHistory& primary) {
  std::vector<model::Timeline> undone{own.timeline};
  for (const auto& each : own.ancestors) undone.push_back(each.from);
  std::erase_if(undone, [&](model::Timeline timeline) {
    return timeline <= primary.timeline || went(primary, timeline);
  });
  std::vector<std::string> names;
  for (const auto timeline : undone)
    names.push_back(history_file_name(timeline).substr(0, kTimelineDigits));
  return names;
}

bool begins_with_one(const std::string& name, const std::vector<std::string>& beginnings) {
  return !name.ends_with(kUndone) && std::ranges::any_of(beginnings, [&](const auto& beginning) {
    return name.starts_with(beginning);
  });
}

// A directory that is not there holds nothing.
template <typename Wanted>
std::expected<std::vector<fs::path>, std::error_code> list(const fs::path& directory,
                                                           Wanted&& wanted) {
  std::vector<fs::path> files;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(directory, failure))
    if (wanted(entry.path().filename().string())) files.push_back(entry.path());
  if (failure && failure != std::errc::no_such_file_or_directory) return std::unexpected(failure);
  return files;
}

model::Error cannot(const Context& context, const std::string& what, const std::error_code& why) {
  return {.kind = model::ErrorKind::failed,
          .what = "cannot " + what + ": " + why.message(),
          .node = context.self.name,
          .hint =
              "what is archived there of a promotion that is undone keeps the server from "
              "starting: move it away"};
}

}  // namespace

model::Result<void> undo_archived(const Context& context, const model::TimelineHistory& own,
                                  const model::TimelineHistory& primary) {
  const auto undone = beginnings(own, primary);
  if (undone.empty()) return {};
  const fs::path& archive = context.cluster.postgresql.archive_directory;
  const auto files =
      list(archive, [&](const std::string& name) { return begins_with_one(name, undone); });
  if (!files) return std::unexpected(cannot(context, "list " + archive.string(), files.error()));
  if (files->empty()) return {};
  const std::string suffix = "." + timestamp(context.deadline.clock()) + kUndone;
  for (const auto& file : *files) {
    std::error_code failure;
    fs::rename(file, file.string() + suffix, failure);
    if (failure) return std::unexpected(cannot(context, "rename " + file.string(), failure));
    context.log.warn("{} is of a promotion that is undone: renamed to *{}", file.string(), suffix);
  }
  return ports::sync_directory(archive);
}

model::Result<void> remove_newer_wal(const Context& context, model::Timeline primary) {
  const fs::path wal = fs::path(context.cluster.postgresql.data_directory) / "pg_wal";
  const auto is_newer = [&](const std::string& name) {
    const auto number = parse_hex(name.substr(0, kTimelineDigits));
    return name.size() > kTimelineDigits && number && *number > primary.number;
  };
  for (const auto& directory : {wal, wal / "archive_status"}) {
    const auto files = list(directory, is_newer);
    if (!files)
      return std::unexpected(cannot(context, "list " + directory.string(), files.error()));
    for (const auto& file : *files)
      if (auto done = ports::remove_tree(file); !done) return done;
    if (auto done = ports::sync_directory(directory); !done) return done;
  }
  return {};
}

}  // namespace pgmahout::act::rejoin
