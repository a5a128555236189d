#include "observe/data_directory.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <system_error>

#include "model/control_data.hpp"
#include "ports/local/systemd_server.hpp"

namespace pgmahout::observe {

namespace fs = std::filesystem;

namespace {

DirectoryContent content_of(const fs::path& directory, std::error_code& failure) {
  if (!fs::exists(directory, failure)) return DirectoryContent::absent;
  if (fs::is_empty(directory, failure)) return DirectoryContent::empty;
  return fs::exists(directory / "global" / "pg_control", failure) ? DirectoryContent::cluster
                                                                  : DirectoryContent::other_files;
}

bool is_mount_point(const fs::path& directory) {
  struct stat here {};
  struct stat above {};
  if (stat(directory.c_str(), &here) != 0) return false;
  if (stat((directory / "..").c_str(), &above) != 0) return false;
  return here.st_dev != above.st_dev || here.st_ino == above.st_ino;
}

model::Result<model::SystemIdentifier> identifier_of(ports::Shell& shell, const fs::path& directory,
                                                     const std::string& binaries,
                                                     const ports::Deadline& deadline) {
  const ports::Target here;
  // Its labels are translated.
  const ports::Command command{.argv = {binaries + "/pg_controldata", "-D", directory.string()},
                               .environment = {{"LC_ALL", "C"}}};
  const auto result = ports::expect_success(
      shell.run(here, command, deadline.within(ports::Duration{10000})), here, command);
  if (!result) return std::unexpected(result.error());
  return model::parse_system_identifier(
      model::control_value(result->output, "Database system identifier"));
}

// 24 hexadecimal digits, or 8 and ".history": the first 8 are the timeline (xlog_internal.h).
model::Timeline timeline_of(const std::string& name) {
  constexpr std::size_t kSegment = 24;
  constexpr std::size_t kDigits = 8;
  std::uint32_t number = 0;
  const char* end = name.data() + std::min(name.size(), kDigits);
  const bool has_one = name.size() == kSegment || name.ends_with(".history");
  if (!has_one || std::from_chars(name.data(), end, number, 16).ptr != end) return {};
  return {number};
}

}  // namespace

model::Timeline newest_timeline_in(const std::string& directory) {
  std::error_code failure;
  model::Timeline newest;
  for (fs::directory_iterator entry(fs::path(directory) / "pg_wal", failure), none; entry != none;
       entry.increment(failure)) {
    if (failure) break;
    newest = std::max(newest, timeline_of(entry->path().filename().string()));
  }
  return newest;
}

model::Result<DataDirectory> look_at_directory(ports::Shell& shell, const std::string& directory,
                                               const std::string& binaries,
                                               const ports::Deadline& deadline) {
  DataDirectory seen;
  std::error_code failure;
  seen.content = content_of(directory, failure);
  if (failure)
    return std::unexpected(
        model::Error{.what = "cannot look into " + directory + ": " + failure.message(),
                     .hint = "it must belong to the user postgres, as all directories above it "
                             "must let that user through"});
  seen.is_mount_point = is_mount_point(directory);
  if (seen.content != DirectoryContent::cluster) return seen;
  const auto identifier = identifier_of(shell, directory, binaries, deadline);
  if (!identifier) return std::unexpected(identifier.error());
  seen.system_identifier = *identifier;
  seen.standby_signal = fs::exists(fs::path(directory) / "standby.signal", failure);
  seen.postmaster = ports::local::find_postmaster(directory);
  return seen;
}

}  // namespace pgmahout::observe
