#include "act/bootstrap/run_log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "ports/files.hpp"

namespace pgmahout::act {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kLogBefore = "run-";
constexpr std::string_view kLogBehind = ".log";
constexpr std::size_t kLogsKept = 10;

// The number in a log's name; nothing for other files.
std::optional<int> log_number(const fs::path& file) {
  const std::string name = file.filename().string();
  if (!name.starts_with(kLogBefore) || !name.ends_with(kLogBehind)) return std::nullopt;
  const char* begin = name.data() + kLogBefore.size();
  const char* end = name.data() + name.size() - kLogBehind.size();
  int number = 0;
  const auto [stop, failure] = std::from_chars(begin, end, number);
  if (failure != std::errc{} || stop != end || number < 0) return std::nullopt;
  return number;
}

std::vector<int> logs_in(const fs::path& folder) {
  std::vector<int> numbers;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(folder, failure))
    if (const auto number = log_number(entry.path())) numbers.push_back(*number);
  std::ranges::sort(numbers);
  return numbers;
}

fs::path log_path(const fs::path& folder, int number) {
  return folder / fmt::format("{}{:04}{}", kLogBefore, number, kLogBehind);
}

}  // namespace

model::Result<RunLog> RunLog::make(const fs::path& folder) {
  if (const auto made = ports::make_directories(folder); !made)
    return std::unexpected(made.error());
  auto numbers = logs_in(folder);
  const fs::path path = log_path(folder, numbers.empty() ? 1 : numbers.back() + 1);
  ports::FileDescriptor file(
      open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.is_open())
    return std::unexpected(
        model::Error{.kind = model::ErrorKind::failed,
                     .what = "cannot make the log " + path.string() + ": " + std::strerror(errno),
                     .hint = "XDG_STATE_HOME names another folder for it"});
  std::error_code ignored;
  for (std::size_t index = 0; index + kLogsKept <= numbers.size(); ++index)
    fs::remove(log_path(folder, numbers[index]), ignored);
  return RunLog(path, std::move(file));
}

void RunLog::add(std::string_view line) {
  const std::string text = std::string(line) + "\n";
  std::string_view rest = text;
  while (!rest.empty()) {
    const ssize_t written = write(file_.get(), rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace pgmahout::act
