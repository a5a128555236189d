#include <nlohmann/json.hpp>

#include "report/or_null.hpp"
#include "report/status.hpp"

namespace pgmahout::report {

namespace {

using nlohmann::ordered_json;

ordered_json status_of_node(const model::NodeStatus& node) {
  const bool has_position = node.timeline.number != 0;
  return {{"name", node.name},
          {"address", node.address},
          {"role", to_string(node.role)},
          {"expected_role", to_string(node.expected)},
          {"state", node.state},
          {"timeline", has_position ? ordered_json(node.timeline.number) : ordered_json()},
          {"lsn", has_position ? ordered_json(to_string(node.lsn)) : ordered_json()},
          {"lag_bytes", or_null(node.lag_bytes)},
          {"lag_ms", or_null(node.lag_ms)},
          {"sync_state", or_null(node.sync)},
          {"slot", or_null(node.slot)},
          {"pgpool", or_null(node.pgpool)},
          {"watchdog", or_null(node.watchdog)},
          {"holds_vip", node.holds_vip},
          {"guarded", node.guarded},
          {"fence", or_null(node.fence)}};
}

ordered_json change_of(const std::optional<model::ChangeNote>& change) {
  if (!change) return {};
  return {{"at", change->at}, {"from", change->from}, {"to", change->to}, {"loss", change->loss}};
}

}  // namespace

std::string status_json(const model::ClusterStatus& status, int exit_code) {
  ordered_json nodes = ordered_json::array();
  for (const auto& node : status.nodes) nodes.push_back(status_of_node(node));
  ordered_json findings = ordered_json::array();
  for (const auto& finding : status.findings)
    findings.push_back({{"id", finding.id},
                        {"severity", to_string(finding.severity)},
                        {"node", or_null(finding.node)},
                        {"what", finding.what},
                        {"next", finding.next}});
  const ordered_json document{
      {"version", 1},
      {"cluster", status.cluster},
      {"exit_code", exit_code},
      {"primary", or_null(status.primary)},
      {"leader", or_null(status.leader)},
      {"quorum", status.quorum},
      {"vip", {{"address", status.vip}, {"holder", or_null(status.vip_holder)}}},
      {"last_change", change_of(status.last_change)},
      {"nodes", nodes},
      {"findings", findings}};
  // Findings quote what servers said, in whatever encoding.
  return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace pgmahout::report
