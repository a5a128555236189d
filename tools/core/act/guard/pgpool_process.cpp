#include "act/guard/pgpool_process.hpp"

#include <csignal>
#include <fstream>
#include <optional>

namespace pgmahout::act {

namespace {

// A file that a dead Pgpool-II left behind may name somebody else's process by now.
bool is_pgpool(int pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/comm");
  std::string name;
  return std::getline(file, name) && name == "pgpool";
}

std::optional<int> pgpool_process(const Context& context) {
  std::ifstream file(context.layout.pgpool_pid_file);
  int pid = 0;
  return file >> pid && pid > 1 && is_pgpool(pid) ? std::optional(pid) : std::nullopt;
}

}  // namespace

bool pgpool_runs(const Context& context) { return pgpool_process(context).has_value(); }

model::Result<void> end_pgpool(const Context& context) {
  const auto pid = pgpool_process(context);
  if (pid && kill(*pid, SIGKILL) == 0) return {};
  return std::unexpected(
      model::Error{.what = "no Pgpool-II runs by " + context.layout.pgpool_pid_file,
                   .node = context.self.name,
                   .hint = "see: journalctl -u " + context.layout.pgpool_service});
}

}  // namespace pgmahout::act
