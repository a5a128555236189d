#include "ports/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "ports/file_descriptor.hpp"

namespace pgmahout::ports {

namespace fs = std::filesystem;

namespace {

std::unexpected<model::Error> cannot(const std::string& what, const fs::path& path, int reason) {
  return std::unexpected(model::Error{
      .kind = model::ErrorKind::failed,
      .what = fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(reason))});
}

model::Result<void> write_all(const FileDescriptor& file, std::string_view rest,
                              const fs::path& path) {
  while (!rest.empty()) {
    const ssize_t written = write(file.get(), rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return cannot("write", path, errno);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  if (fsync(file.get()) != 0) return cannot("fsync", path, errno);
  return {};
}

bool can_be_replaced(const fs::path& to) {
  std::error_code failure;
  return !fs::exists(to, failure) || fs::is_empty(to, failure);
}

}  // namespace

model::Result<std::string> read_file(const fs::path& path) {
  constexpr std::size_t kLimit = std::size_t{16} << 20U;
  const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
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
  const fs::path draft = path.string() + ".pgmahout-tmp";
  const FileDescriptor file(
      open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.is_open()) return cannot("make", draft, errno);
  if (auto done = write_all(file, content, draft); !done) {
    unlink(draft.c_str());
    return done;
  }
  if (::rename(draft.c_str(), path.c_str()) != 0) return cannot("rename into place", path, errno);
  return sync_directory(path.parent_path());
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

model::Result<void> remove_tree(const fs::path& path) {
  std::error_code failure;
  fs::remove_all(path, failure);
  if (failure) return cannot("remove", path, failure.value());
  return {};
}

}  // namespace pgmahout::ports
