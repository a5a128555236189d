#include "ports/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <set>
#include <utility>

#include "ports/file_descriptor.hpp"

namespace pgmahout::ports {

namespace fs = std::filesystem;

namespace {

std::unexpected<model::Error> cannot(const std::string& what, const fs::path& path, int reason) {
  return std::unexpected(model::Error{
      .kind = model::ErrorKind::failed,
      .what = fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(reason)),
      .hint = reason == ENOSPC ? "make room and run it again" : ""});
}

model::Result<void> write_all(const FileDescriptor& file, std::string_view rest,
                              const fs::path& path) {
  while (!rest.empty()) {
    const ssize_t written = write(file.get(), rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return cannot("write", path, errno);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

fs::path draft_of(const fs::path& path) {
  return path.parent_path() / ("." + path.filename().string() + ".new");
}

model::Result<FileDescriptor> write_draft(const fs::path& draft, std::string_view content) {
  FileDescriptor file(
      open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.is_open()) return cannot("make", draft, errno);
  // One that a killed process left may have another mode.
  if (fchmod(file.get(), 0600) != 0) return cannot("protect", draft, errno);
  if (auto done = write_all(file, content, draft); !done) return std::unexpected(done.error());
  return file;
}

// Writing is begun for all before the first is waited for: the disk then works on them together.
model::Result<void> write_drafts(const std::vector<FileContent>& files) {
  std::vector<FileDescriptor> open_files;
  for (const auto& [path, content] : files) {
    auto file = write_draft(draft_of(path), content);
    if (!file) return std::unexpected(file.error());
    // Only a hint: fsync below is what counts.
    (void)sync_file_range(file->get(), 0, 0, SYNC_FILE_RANGE_WRITE);
    open_files.push_back(std::move(*file));
  }
  for (std::size_t index = 0; index < files.size(); ++index)
    if (fsync(open_files[index].get()) != 0) return cannot("fsync", files[index].path, errno);
  return {};
}

model::Result<void> rename_drafts(const std::vector<FileContent>& files) {
  std::set<fs::path> directories;
  for (const auto& file : files) {
    if (::rename(draft_of(file.path).c_str(), file.path.c_str()) != 0)
      return cannot("rename into place", file.path, errno);
    directories.insert(file.path.parent_path());
  }
  for (const auto& directory : directories)
    if (auto done = sync_directory(directory); !done) return done;
  return {};
}

bool can_be_replaced(const fs::path& to) {
  std::error_code failure;
  return !fs::exists(to, failure) || fs::is_empty(to, failure);
}

}  // namespace

model::Result<std::string> read_file(const fs::path& path) {
  constexpr std::size_t kLimit = std::size_t{16} << 20U;
  const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) return cannot("open", path, errno);
  std::string content;
  std::array<char, 65536> buffer{};
  while (true) {
    const ssize_t got = read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot("read", path, errno);
    if (got == 0) return content;
    content.append(buffer.data(), static_cast<std::size_t>(got));
    if (content.size() > kLimit) return cannot("read", path, EFBIG);
  }
}

model::Result<void> write_file(const fs::path& path, std::string_view content) {
  return replace_files({{path, content}});
}

model::Result<void> replace_files(const std::vector<FileContent>& files) {
  auto done = write_drafts(files);
  if (done) done = rename_drafts(files);
  if (!done)
    for (const auto& file : files) (void)unlink(draft_of(file.path).c_str());
  return done;
}

model::Result<void> create_file(const fs::path& path, std::string_view content, unsigned int mode) {
  const FileDescriptor file(
      open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
  if (!file.is_open()) return cannot("make", path, errno);
  if (auto done = write_all(file, content, path); !done) return done;
  if (fsync(file.get()) != 0) return cannot("fsync", path, errno);
  return {};
}

model::Result<void> make_directories(const fs::path& path) {
  if (path.empty() || fs::is_directory(path)) return {};
  if (const fs::path above = path.parent_path(); above != path)
    if (auto made = make_directories(above); !made) return made;
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
    return cannot("make the directory", path, errno);
  return {};
}

model::Result<void> sync_directory(const fs::path& directory) {
  const FileDescriptor file(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.is_open()) return cannot("open", directory, errno);
  if (fsync(file.get()) != 0) return cannot("fsync", directory, errno);
  return {};
}

model::Result<bool> exchange(const fs::path& from, const fs::path& to, const fs::path& aside) {
  const bool plain = can_be_replaced(to);
  bool changed_places = false;
  if (!plain) {
    changed_places = renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_EXCHANGE) == 0;
    if (!changed_places && errno != EINVAL && errno != ENOSYS) return cannot("replace", to, errno);
    if (!changed_places && ::rename(to.c_str(), aside.c_str()) != 0)
      return cannot("rename aside", to, errno);
  }
  if (!changed_places && ::rename(from.c_str(), to.c_str()) != 0) {
    const int reason = errno;
    if (!plain) (void)::rename(aside.c_str(), to.c_str());
    return cannot("rename into place", to, reason);
  }
  if (auto done = sync_directory(to.parent_path()); !done) return std::unexpected(done.error());
  return changed_places;
}

model::Result<void> copy_file(const fs::path& from, const fs::path& to) {
  std::error_code failure;
  fs::copy_file(from, to, failure);
  if (failure) return cannot("copy to", to, failure.value());
  fs::last_write_time(to, fs::last_write_time(from, failure), failure);
  const FileDescriptor file(open(to.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return cannot("open", to, errno);
  if (fsync(file.get()) != 0) return cannot("fsync", to, errno);
  return {};
}

model::Result<void> remove_tree(const fs::path& path) {
  std::error_code failure;
  fs::remove_all(path, failure);
  if (failure) return cannot("remove", path, failure.value());
  return {};
}

}  // namespace pgmahout::ports
