#include "observe/machine_evidence.hpp"

#include <sys/statvfs.h>

#include <charconv>
#include <sstream>
#include <utility>

#include "observe/log_tail.hpp"

namespace pgmahout::observe {

namespace {

constexpr std::string_view kServiceSuffix = ".service";

model::Error journal_closed(const std::string& why) {
  return {.kind = model::ErrorKind::refused,
          .what = "the OS user postgres may not read the journal" + (why.empty() ? "" : ": " + why),
          .hint = "adduser postgres systemd-journal there would let it; or read it as root"};
}

std::vector<std::string> journal_argv(const model::Layout& layout) {
  std::vector<std::string> argv{"journalctl", "--no-pager", "--quiet", "--output=short-iso",
                                "--lines=" + std::to_string(kTailLines)};
  for (const auto& unit : {layout.postgresql_service, layout.pgpool_service, layout.guard_service,
                           layout.heal_service})
    argv.push_back("--unit=" + unit + ".service");
  return argv;
}

}  // namespace

std::vector<model::DiskSpace> disk_space(
    const std::vector<std::pair<std::string, std::string>>& directories) {
  std::vector<model::DiskSpace> disks;
  for (const auto& [name, path] : directories) {
    struct statvfs filesystem {};
    if (path.empty() || statvfs(path.c_str(), &filesystem) != 0) continue;
    const auto block = static_cast<std::int64_t>(filesystem.f_frsize);
    disks.push_back({.name = name,
                     .path = path,
                     .total_bytes = static_cast<std::int64_t>(filesystem.f_blocks) * block,
                     .free_bytes = static_cast<std::int64_t>(filesystem.f_bavail) * block});
  }
  return disks;
}

std::optional<std::int64_t> oom_kills_in(const std::string& vmstat) {
  std::istringstream words(vmstat);
  std::string name;
  std::int64_t value = 0;
  while (words >> name >> value)
    if (name == "oom_kill") return value;
  return std::nullopt;
}

std::int64_t load_percent_in(const std::string& loadavg) {
  constexpr double kMost = 1e6;
  double load = 0;
  const auto read = std::from_chars(loadavg.data(), loadavg.data() + loadavg.size(), load);
  const bool sensible = read.ec == std::errc() && load >= 0 && load < kMost;
  return sensible ? static_cast<std::int64_t>(load * 100) : 0;
}

std::vector<model::UnitEnd> parse_unit_ends(const std::string& output) {
  std::vector<model::UnitEnd> ends;
  std::istringstream lines(output);
  bool between = true;  // an empty line stands between two units
  for (std::string line; std::getline(lines, line);) {
    if (std::exchange(between, line.empty()) && !line.empty()) ends.emplace_back();
    const std::string value = line.substr(line.find('=') + 1);
    if (line.starts_with("Id=")) ends.back().name = value.substr(0, value.find(kServiceSuffix));
    if (line.starts_with("Result=")) ends.back().result = value;
  }
  return ends;
}

std::vector<model::UnitEnd> unit_ends(const model::Layout& layout, ports::Shell& shell,
                                      const ports::Deadline& deadline) {
  ports::Command command{.argv = {layout.systemctl_command, "show", "--property=Id,Result", "--"}};
  for (const auto* unit : {&layout.postgresql_service, &layout.pgpool_service,
                           &layout.guard_service, &layout.heal_service})
    command.argv.push_back(*unit + std::string(kServiceSuffix));
  const auto shown = shell.run({}, command, deadline);
  return shown ? parse_unit_ends(shown->output) : std::vector<model::UnitEnd>{};
}

// Who may not read the system's journal is given an empty one, or an error, by the version.
model::Result<model::LogTail> journal_tail(const model::Layout& layout, ports::Shell& shell,
                                           const ports::Deadline& deadline) {
  const ports::Command command{.argv = journal_argv(layout),
                               .environment = {{"LC_ALL", "C"}},
                               .output_limit = kTailBytes * 4};
  const auto shown = shell.run({}, command, deadline);
  if (!shown) return std::unexpected(shown.error());
  if (shown->exit_status != 0 || shown->output.empty())
    return std::unexpected(journal_closed(shown->errors.substr(0, shown->errors.find('\n'))));
  return model::LogTail{.source = "journal", .lines = last_lines(shown->output, false)};
}

}  // namespace pgmahout::observe
