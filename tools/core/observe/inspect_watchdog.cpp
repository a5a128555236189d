#include <sstream>

#include "observe/inspect_parts.hpp"

namespace pgmahout::observe {

namespace {

using model::WatchdogState;

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// One "Label : value" line of pcp_watchdog_info --verbose. A "Node Name" begins a member; some
// labels stand in the cluster's part and in a member's, so the member decides where they go.
void read_line(const std::string& label, const std::string& value, WatchdogState& state) {
  if (label == "Quorum state") state.quorum = value;
  if (label == "Local node escalation") state.escalated = value == "YES";
  // Up to 4.1 the leader is called master.
  if (label == "Leader Host Name" || label == "Master Host Name") state.leader_host = value;
  if (label == "Node Name") state.members.emplace_back();
  if (state.members.empty()) return;
  if (label == "Host Name") state.members.back().host = value;
  if (label == "Status Name") state.members.back().status = value;
  if (label == "Membership Status") state.members.back().membership = value;
}

}  // namespace

model::Result<WatchdogState> parse_watchdog(const std::string& output) {
  WatchdogState state;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    const auto colon = line.find(':');
    if (colon == std::string::npos) continue;
    read_line(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)), state);
  }
  if (state.members.empty() || state.quorum.empty())
    return std::unexpected(model::Error{.what = "pcp_watchdog_info printed nothing that is known",
                                        .command = "pcp_watchdog_info"});
  return state;
}

model::Result<WatchdogState> inspect_watchdog(const InspectRequest& request, ports::Shell& shell,
                                              const ports::Deadline& deadline) {
  const model::Layout layout = layout_for(request);
  const ports::Command command{
      .argv = {layout.pcp_bin + "/pcp_watchdog_info", "-h", "localhost", "-p",
               std::to_string(request.pcp_port), "-U", request.pgpool_user, "-w", "-v"},
      .environment = {{"PCPPASSFILE", layout.postgres_home + "/.pcppass"}}};
  const ports::Target here{.node = request.node, .ssh = {}};
  // A PCP process that hangs would otherwise eat the time of everything behind it.
  const auto capped = deadline.within(std::chrono::seconds(5));
  const auto shown = ports::expect_success(shell.run(here, command, capped), here, command);
  if (!shown) return std::unexpected(shown.error());
  return parse_watchdog(shown->output);
}

}  // namespace pgmahout::observe
