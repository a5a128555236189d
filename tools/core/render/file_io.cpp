#include "render/file_io.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace pgmahout::render {

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
  if (::fsync(file) != 0) return std::unexpected(io_error("flush", name));
  return {};
}

Result<void> write_new(const path& name, std::string_view content) {
  const Descriptor file(
      ::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (file.get() < 0) return std::unexpected(io_error("create", name));
  if (::fchmod(file.get(), 0600) != 0) return std::unexpected(io_error("protect", name));
  return write_all(file.get(), content, name);
}

Result<void> rename_into_place(const path& from, const path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return std::unexpected(io_error("replace", to));
  const auto directory = open_directory(to.parent_path());
  if (!directory) return std::unexpected(directory.error());
  if (::fsync(directory->get()) != 0) return std::unexpected(io_error("flush", to.parent_path()));
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

Result<bool> replace_file(const path& name, std::string_view content) {
  const auto before = read_file(name);
  if (!before) return std::unexpected(before.error());
  if (before->has_value() && **before == content) return false;
  if (auto made = make_directories(name.parent_path()); !made) return std::unexpected(made.error());
  const path fresh = name.parent_path() / ("." + name.filename().string() + ".new");
  auto done = write_new(fresh, content);
  if (done) done = rename_into_place(fresh, name);
  if (done) return true;
  ::unlink(fresh.c_str());
  return std::unexpected(done.error());
}

}  // namespace pgmahout::render
