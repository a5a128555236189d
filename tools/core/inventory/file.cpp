#include "inventory/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "inventory/utf8.hpp"

namespace pgmahout::inventory {

namespace {

// Closes the file whichever way the function is left.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

model::Error cannot_read(const std::filesystem::path& path, const std::string& why) {
  return {.kind = model::ErrorKind::invalid,
          .what = "cannot read it: " + why,
          .where = model::SourcePosition{path.string()}};
}

model::Result<std::string> read_all(int descriptor, const std::filesystem::path& path) {
  std::string text;
  std::string block(std::size_t{64} * 1024, '\0');
  for (;;) {
    const ssize_t count = ::read(descriptor, block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::unexpected(cannot_read(path, std::strerror(errno)));
    if (count == 0) return text;
    text.append(block, 0, static_cast<std::size_t>(count));
    if (text.size() > kMaximumFileSize)
      return std::unexpected(cannot_read(path, "it is larger than 4 MiB"));
  }
}

}  // namespace

model::Result<std::string> read_file(const std::filesystem::path& path) {
  if (path.native().find('\0') != std::string::npos)
    return std::unexpected(cannot_read(path, "its name holds a NUL byte"));
  // O_NONBLOCK: opening a FIFO that nobody writes would wait for ever.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (file.number() < 0) return std::unexpected(cannot_read(path, std::strerror(errno)));
  struct stat status {};
  if (::fstat(file.number(), &status) != 0)
    return std::unexpected(cannot_read(path, std::strerror(errno)));
  if (S_ISDIR(status.st_mode))
    return std::unexpected(cannot_read(path, "it is a directory, a file is meant"));
  if (!S_ISREG(status.st_mode)) return std::unexpected(cannot_read(path, "it is no regular file"));
  return read_all(file.number(), path);
}

model::Result<std::string> checked_text(std::string text, const std::string& file) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  const auto wrong = find_forbidden(text);
  if (!wrong) return text;
  return std::unexpected(
      model::Error{.kind = model::ErrorKind::invalid,
                   .what = wrong->what,
                   .hint = "save the file as UTF-8 text",
                   .where = model::SourcePosition{file, wrong->line, wrong->column}});
}

}  // namespace pgmahout::inventory
