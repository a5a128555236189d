#include "act/file_io.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <set>

namespace pgmahout::act {

namespace {

using model::Result;
using std::filesystem::path;

Result<void> write_all(int file, std::string_view content, const path& name) {
  while (!content.empty()) {
    const auto count = ::write(file, content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::unexpected(io_error("write", name));
    content.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

Result<Descriptor> write_new(const path& name, std::string_view content) {
  Descriptor file(
      ::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (file.get() < 0) return std::unexpected(io_error("create", name));
  if (::fchmod(file.get(), 0600) != 0) return std::unexpected(io_error("protect", name));
  if (auto done = write_all(file.get(), content, name); !done) return std::unexpected(done.error());
  return file;
}

path temporary(const path& name) {
  return name.parent_path() / ("." + name.filename().string() + ".new");
}

Result<void> flush(int file, const path& name) {
  if (::fsync(file) != 0) return std::unexpected(io_error("flush", name));
  return {};
}

// Writing is begun for all before the first is waited for: the disk then works on them together.
Result<void> write_temporaries(const std::vector<FileContent>& files) {
  std::vector<Descriptor> open;
  for (const auto& [name, content] : files) {
    if (auto made = make_directories(name.parent_path()); !made) return made;
    auto file = write_new(temporary(name), content);
    if (!file) return std::unexpected(file.error());
    // Only a hint: fsync below is what counts.
    static_cast<void>(::sync_file_range(file->get(), 0, 0, SYNC_FILE_RANGE_WRITE));
    open.push_back(std::move(*file));
  }
  for (std::size_t index = 0; index < files.size(); ++index)
    if (auto done = flush(open[index].get(), files[index].path); !done) return done;
  return {};
}

Result<void> rename_all(const std::vector<FileContent>& files) {
  std::set<path> directories;
  for (const auto& [name, content] : files) {
    if (::rename(temporary(name).c_str(), name.c_str()) != 0)
      return std::unexpected(io_error("replace", name));
    directories.insert(name.parent_path());
  }
  for (const auto& name : directories) {
    const auto directory = open_directory(name);
    if (!directory) return std::unexpected(directory.error());
    if (auto done = flush(directory->get(), name); !done) return done;
  }
  return {};
}

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

model::Error io_error(std::string_view doing, const path& name) {
  const int reason = errno;
  std::array<char, 128> buffer{};
  return {.kind = model::ErrorKind::failed,
          .what = "cannot " + std::string(doing) + " " + name.string() + ": " +
                  ::strerror_r(reason, buffer.data(), buffer.size()),
          .hint = reason == ENOSPC ? "make room and run it again" : ""};
}

Result<Descriptor> open_directory(const path& name) {
  Descriptor directory(::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() < 0) return std::unexpected(io_error("open", name));
  return directory;
}

Result<std::optional<std::string>> read_file(const path& name) {
  const Descriptor file(::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0 && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
  if (file.get() < 0) return std::unexpected(io_error("read", name));
  std::string text;
  std::array<char, 16384> buffer{};
  while (true) {
    const auto count = ::read(file.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::unexpected(io_error("read", name));
    if (count == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

Result<void> make_directories(const path& name) {
  if (name.empty() || std::filesystem::is_directory(name)) return {};
  const path above = name.parent_path();
  if (above != name)
    if (auto made = make_directories(above); !made) return made;
  if (::mkdir(name.c_str(), 0700) != 0 && errno != EEXIST)
    return std::unexpected(io_error("make the directory", name));
  return {};
}

Result<void> replace_files(const std::vector<FileContent>& files) {
  auto done = write_temporaries(files);
  if (done) done = rename_all(files);
  if (!done)
    for (const auto& file : files) ::unlink(temporary(file.path).c_str());
  return done;
}

}  // namespace pgmahout::act
