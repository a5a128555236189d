#include "ports/local/pgpool_process.hpp"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace pgmahout::ports::local {

namespace {

// A file that a dead Pgpool-II left behind may name somebody else's process by now.
bool is_pgpool(int pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/comm");
  std::string name;
  return std::getline(file, name) && name == "pgpool";
}

std::optional<int> pgpool_process(const model::Layout& layout) {
  std::ifstream file(layout.pgpool_pid_file);
  int pid = 0;
  return file >> pid && pid > 1 && is_pgpool(pid) ? std::optional(pid) : std::nullopt;
}

// proc(5): the list is whole only while none of them ends, and who ends needs no signal.
std::vector<int> children_of(int pid) {
  const auto process = std::to_string(pid);
  std::ifstream file("/proc/" + process + "/task/" + process + "/children");
  std::vector<int> children;
  for (int child = 0; file >> child;) children.push_back(child);
  return children;
}

// By the title that it gives itself (pcp_do_accept in pcp_child.c).
bool takes_pcp_connections(int pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/cmdline");
  std::string title;
  return std::getline(file, title) && title.starts_with("pgpool: PCP:");
}

// One process for each, forked by the one that takes the connections.
std::vector<int> pcp_conversations(int pgpool) {
  const auto children = children_of(pgpool);
  const auto pcp = std::ranges::find_if(children, takes_pcp_connections);
  return pcp == children.end() ? std::vector<int>() : children_of(*pcp);
}

}  // namespace

bool PgpoolProcess::runs() { return pgpool_process(layout_).has_value(); }

model::Result<void> PgpoolProcess::end() {
  const auto pid = pgpool_process(layout_);
  if (pid && kill(*pid, SIGKILL) == 0) return {};
  return std::unexpected(model::Error{.what = "no Pgpool-II runs by " + layout_.pgpool_pid_file,
                                      .hint = "see: journalctl -u " + layout_.pgpool_service});
}

// SIGINT is the one that they obey at once, and leave no lock behind (die in pcp_worker.c); after
// SIGTERM they wait for their client.
int PgpoolProcess::end_conversations() {
  const auto pgpool = pgpool_process(layout_);
  const auto conversations = pgpool ? pcp_conversations(*pgpool) : std::vector<int>();
  return static_cast<int>(
      std::ranges::count_if(conversations, [](int pid) { return kill(pid, SIGINT) == 0; }));
}

}  // namespace pgmahout::ports::local
