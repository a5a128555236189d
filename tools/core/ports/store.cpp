#include "ports/store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "ports/clock.hpp"
#include "ports/file_descriptor.hpp"
#include "ports/files.hpp"

namespace pgmahout::ports {

namespace {

model::Error cannot(const std::string& what, const std::filesystem::path& path) {
  return {.kind = model::ErrorKind::failed,
          .what = fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(errno)),
          .hint = errno == ENOENT ? "run site.yml again: it makes the directory" : ""};
}

// Of the directory itself, which needs no space on a full disk. Whoever holds it writes one small
// file.
model::Result<FileDescriptor> lock(const std::filesystem::path& directory) {
  constexpr Duration kPatience{1000};
  constexpr Duration kPause{10};
  FileDescriptor handle(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle.is_open()) return std::unexpected(cannot("open", directory));
  SystemClock clock;
  const auto locked = [&] { return flock(handle.get(), LOCK_EX | LOCK_NB) == 0; };
  if (!wait_until(locked, Deadline(clock, kPatience), kPause))
    return std::unexpected(cannot("lock", directory));
  return handle;
}

bool ends_torn(const FileDescriptor& file) {
  const off_t size = lseek(file.get(), 0, SEEK_END);
  char last = '\n';
  return size > 0 && pread(file.get(), &last, 1, size - 1) == 1 && last != '\n';
}

}  // namespace

model::Result<std::optional<std::string>> FileStore::read(const std::string& name) {
  const auto path = directory_ / name;
  if (std::error_code failure; !std::filesystem::exists(path, failure) && !failure)
    return std::nullopt;
  auto content = read_file(path);
  if (!content) return std::unexpected(content.error());
  return std::move(*content);
}

model::Result<void> FileStore::write(const std::string& name, std::string_view content) {
  return write_file(directory_ / name, content);
}

model::Result<std::optional<std::string>> FileStore::exchange(const std::string& name,
                                                              std::string_view content) {
  const auto held = lock(directory_);
  if (!held) return std::unexpected(held.error());
  const auto before = read(name);
  if (auto done = write(name, content); !done) return std::unexpected(done.error());
  return before ? *before : std::optional(std::string());
}

// One write(2) for the line: what a crash leaves in part has no newline, and is skipped on reading.
// The next line begins anew behind it, or both were lost. The first line makes the file, whose name
// is not durable by fsync of the file alone (fsync(2)).
model::Result<void> FileStore::append(const std::string& name, std::string_view line) {
  const auto path = directory_ / name;
  const FileDescriptor file(
      open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.is_open()) return std::unexpected(cannot("open", path));
  struct stat before {};
  if (fstat(file.get(), &before) != 0) return std::unexpected(cannot("look at", path));
  const std::string whole = (ends_torn(file) ? "\n" : "") + std::string(line) + "\n";
  const ssize_t written = ::write(file.get(), whole.data(), whole.size());
  if (written != static_cast<ssize_t>(whole.size())) {
    if (written >= 0) errno = ENOSPC;  // write(2) says so only to the next one
    return std::unexpected(cannot("write", path));
  }
  if (fdatasync(file.get()) != 0) return std::unexpected(cannot("fsync", path));
  return before.st_size > 0 ? model::Result<void>{} : sync_directory(directory_);
}

model::Result<void> FileStore::remove(const std::string& name) {
  if (auto done = remove_tree(directory_ / name); !done) return done;
  return sync_directory(directory_);
}

model::Result<bool> FileStore::replace_if(const std::string& name, std::string_view before,
                                          std::string_view after) {
  const auto held = lock(directory_);
  if (!held) return std::unexpected(held.error());
  const auto standing = read(name);
  if (!standing) return std::unexpected(standing.error());
  if (*standing != before) return false;
  if (auto done = write(name, after); !done) return std::unexpected(done.error());
  return true;
}

model::Result<bool> FileStore::remove_if(const std::string& name, std::string_view content) {
  const auto held = lock(directory_);
  if (!held) return std::unexpected(held.error());
  const auto standing = read(name);
  if (!standing) return std::unexpected(standing.error());
  if (!*standing) return true;
  if (**standing != content) return false;
  if (auto done = remove(name); !done) return std::unexpected(done.error());
  return true;
}

}  // namespace pgmahout::ports
