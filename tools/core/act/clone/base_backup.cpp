#include "act/clone/base_backup.hpp"

#include <charconv>

#include "act/conninfo.hpp"

namespace pgmahout::act::clone {

namespace {

// -T takes "old=new" and unescapes "\=" within both.
std::string escape_equals(const std::string& path) {
  std::string escaped;
  for (const char c : path) {
    if (c == '=') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

bool read_number(std::string_view& rest, std::uint64_t& number) {
  const auto [next, failure] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (failure != std::errc{}) return false;
  rest.remove_prefix(static_cast<std::size_t>(next - rest.data()));
  return true;
}

}  // namespace

std::vector<std::string> base_backup_argv(const Context& context, const BaseBackup& backup) {
  std::vector<std::string> argv{context.layout.postgresql_bin + "/pg_basebackup",
                                "--dbname=" + primary_conninfo(context, backup.primary),
                                "--pgdata=" + backup.directory, "--wal-method=stream",
                                "--slot=" + context.self.slot_name, "--checkpoint=fast",
                                "--no-password", "--progress",
                                // The process that streams WAL looks each time whether the other
                                // one still lives: so a killed copy frees its slot within a second.
                                "--status-interval=1"};
  if (!backup.max_rate.empty()) argv.push_back("--max-rate=" + backup.max_rate);
  for (const auto& [from, to] : backup.tablespaces)
    if (from != to)
      argv.push_back("--tablespace-mapping=" + escape_equals(from) + "=" + escape_equals(to));
  return argv;
}

std::optional<Progress> parse_progress(std::string_view line) {
  constexpr std::uint64_t kKilobyte = 1024;
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  Progress progress;
  if (!read_number(line, progress.bytes) || !line.starts_with('/')) return std::nullopt;
  line.remove_prefix(1);
  if (!read_number(line, progress.total) || !line.starts_with(" kB")) return std::nullopt;
  return Progress{progress.bytes * kKilobyte, progress.total * kKilobyte};
}

bool is_valid_rate(const std::string& rate) {
  std::string_view rest = rate;
  std::uint64_t kilobytes = 0;
  if (rest.size() > 10 || !read_number(rest, kilobytes)) return false;
  if (rest == "M") kilobytes *= 1024;
  return (rest.empty() || rest == "k" || rest == "M") && kilobytes >= 32 && kilobytes <= 1048576;
}

model::Result<std::uint64_t> run_base_backup(const Context& context, const BaseBackup& backup,
                                             const OnProgress& on_progress) {
  std::uint64_t copied = 0;
  ports::Command command{.argv = base_backup_argv(context, backup),
                         .environment = {{"LC_ALL", "C"}}};
  std::string words;  // the progress would drown them in what is kept of the stream
  command.on_error_line = [&](std::string_view line) {
    if (const auto progress = parse_progress(line)) {
      copied = progress->bytes;
      on_progress(*progress);
    } else if (words.size() < 2000) {
      words += words.empty() ? "" : " ";
      words += line;
    }
  };
  const ports::Target here{.node = context.self.name};
  auto result = context.shell.run(here, command, context.deadline);
  if (result) result->errors = words;
  const auto done = ports::expect_success(std::move(result), here, command);
  if (!done) return std::unexpected(done.error());
  return copied;
}

}  // namespace pgmahout::act::clone
