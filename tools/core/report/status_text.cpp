#include <fmt/format.h>

#include "report/copy_progress.hpp"
#include "report/status.hpp"
#include "report/table.hpp"

namespace pgmahout::report {

namespace {

using model::ClusterStatus;
using model::NodeStatus;
using model::Severity;

constexpr std::size_t kSeverityWidth = 10;  // the longest and two blanks

std::string_view severity_colour(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "\033[2m";
    case Severity::warning:
    case Severity::unknown:
      return "\033[33m";
    case Severity::critical:
      break;
  }
  return "\033[1;31m";
}

const std::string& or_nobody(const std::string& name) {
  static const std::string kNobody = "nobody";
  return name.empty() ? kNobody : name;
}

std::string head(const ClusterStatus& status) {
  std::string text =
      fmt::format("cluster {}: primary {}, virtual IP {} on {}, {}\n", status.cluster,
                  or_nobody(status.primary), status.vip, or_nobody(status.vip_holder),
                  status.quorum ? or_nobody(status.leader) + " leads a quorum" : "no quorum");
  if (status.last_change)
    text += fmt::format("last change: {} from {} to {}, lost: {}\n", status.last_change->at,
                        status.last_change->from, status.last_change->to, status.last_change->loss);
  return text;
}

std::string lag_cell(const NodeStatus& node) {
  if (!node.lag_bytes) return "";
  std::string cell = human_bytes(static_cast<std::uint64_t>(*node.lag_bytes));
  if (node.lag_ms) cell += fmt::format(", {:.1f} s", static_cast<double>(*node.lag_ms) / 1000);
  return cell;
}

// An asterisk: it is not what it is expected to be.
std::string role_cell(const NodeStatus& node) {
  if (node.role == model::Role::unknown || node.role == model::Role::none) return "";
  const bool odd = node.expected != model::Role::unknown && node.role != node.expected;
  return std::string(to_string(node.role)) + (odd ? "*" : "");
}

Table table_of(const ClusterStatus& status) {
  Table table{.columns = {{"node"},
                          {"role"},
                          {"state"},
                          {"timeline", 1},
                          {"position", 4},
                          {"behind"},
                          {"sync", 2},
                          {"slot", 5},
                          {"Pgpool-II", 3},
                          {"watchdog", 6},
                          {"guard", 7}}};
  for (const NodeStatus& node : status.nodes) {
    const bool has_position = node.timeline.number != 0;
    table.rows.push_back({node.name, role_cell(node), node.state,
                          has_position ? std::to_string(node.timeline.number) : "",
                          has_position ? to_string(node.lsn) : "", lag_cell(node), node.sync,
                          node.slot, node.pgpool, node.watchdog, node.guarded ? "on" : "off"});
  }
  return table;
}

std::string finding_text(const model::Finding& finding, const TextStyle& style) {
  const std::string word(to_string(finding.severity));
  const std::string where = finding.node.empty() ? "" : finding.node + ": ";
  std::string text = indented(where + finding.what, kSeverityWidth, "", style.width);
  text.replace(
      0, word.size(),
      style.colour ? std::string(severity_colour(finding.severity)) + word + "\033[0m" : word);
  return text +
         (finding.next.empty() ? "" : indented(finding.next, kSeverityWidth, "> ", style.width));
}

}  // namespace

std::string status_text(const ClusterStatus& status, const TextStyle& style) {
  std::string text = head(status) + "\n" + table_text(table_of(status), style.width) + "\n";
  for (const auto& finding : status.findings) text += finding_text(finding, style);
  return text + (status.findings.empty() ? "all is well\n" : "");
}

}  // namespace pgmahout::report
