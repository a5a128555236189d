#include "observe/log_tail.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "ports/files.hpp"

namespace pgmahout::observe {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLineBytes = 2048;
constexpr std::string_view kStderr = "stderr ";

// "stderr log/postgresql.log", as the collector keeps it up to date.
fs::path collected(const fs::path& data_directory) {
  std::istringstream lines(ports::read_file(data_directory / "current_logfiles").value_or(""));
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(kStderr)) return data_directory / line.substr(kStderr.size());
  return {};
}

// What a log quotes must not drive the terminal of who reads it.
std::string bearable(std::string_view line) {
  std::string text(line.substr(0, kLineBytes));
  std::ranges::replace_if(
      text, [](char letter) { return (letter >= 0 && letter < ' ') || letter == 0x7f; }, ' ');
  return text;
}

}  // namespace

std::vector<std::string> last_lines(std::string_view text, bool torn) {
  if (torn && !text.empty()) text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  std::vector<std::string> lines;
  while (!text.empty() && lines.size() < kTailLines) {
    if (text.ends_with('\n')) text.remove_suffix(1);
    const auto begin = text.rfind('\n') + 1;  // npos + 1 is 0
    lines.push_back(bearable(text.substr(begin)));
    text = text.substr(0, begin);
  }
  std::ranges::reverse(lines);
  return lines;
}

model::Result<model::LogTail> log_tail(const fs::path& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const auto size = file ? static_cast<std::streamoff>(file.tellg()) : -1;
  if (size < 0)
    return std::unexpected(model::Error{.what = "cannot read the log " + path.string(),
                                        .hint = "the OS user postgres must be able to read it"});
  const auto bytes = std::min(size, static_cast<std::streamoff>(kTailBytes));
  file.seekg(size - bytes);
  std::string text(static_cast<std::size_t>(bytes), '\0');
  file.read(text.data(), bytes);
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  return model::LogTail{.source = path.string(), .lines = last_lines(text, bytes < size)};
}

fs::path postgresql_log(const fs::path& data_directory, const fs::path& log_directory, int major) {
  std::error_code failure;
  if (const auto path = collected(data_directory); !path.empty() && fs::exists(path, failure))
    return path;
  const auto path = log_directory / ("postgresql-" + std::to_string(major) + "-main.log");
  return fs::exists(path, failure) ? path : fs::path();
}

}  // namespace pgmahout::observe
