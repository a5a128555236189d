#include "decide/status/status.hpp"

#include <algorithm>

#include "decide/status/findings.hpp"
#include "decide/status/nodes.hpp"

namespace pgmahout::decide {

namespace {

std::string name_or_nobody(const model::Node* node) { return node == nullptr ? "" : node->name; }

bool has_quorum_somewhere(const Evidence& evidence) {
  return std::ranges::any_of(evidence.reports.nodes, [](const auto& report) {
    return report && report->watchdog && report->watchdog->quorum;
  });
}

std::string vip_holder(const Evidence& evidence) {
  for (const model::Node& node : evidence.cluster.nodes)
    if (const auto* report = evidence.report(node); report != nullptr && report->holds_vip)
      return node.name;
  return "";
}

// Times are of one form, so the latest is the greatest.
std::optional<model::ChangeNote> last_change(const Evidence& evidence) {
  std::optional<model::ChangeNote> last;
  for (const auto& report : evidence.reports.nodes)
    if (report && report->last_change && (!last || last->at < report->last_change->at))
      last = report->last_change;
  return last;
}

Findings all_findings(const Evidence& evidence, const StatusLimits& limits) {
  Findings findings;
  find_in_servers(evidence, findings);
  find_in_replication(evidence, limits, findings);
  find_in_pgpool(evidence, findings);
  find_in_guard(evidence, findings);
  std::ranges::stable_sort(findings, std::ranges::greater{}, &model::Finding::severity);
  return findings;
}

}  // namespace

model::ClusterStatus judge_status(const model::Cluster& cluster, const model::Reports& reports,
                                  const StatusLimits& limits) {
  const Evidence evidence = gather(cluster, reports);
  model::ClusterStatus status{.cluster = cluster.name,
                              .primary = name_or_nobody(evidence.primary),
                              .leader = name_or_nobody(evidence.leader),
                              .vip = cluster.vip,
                              .vip_holder = vip_holder(evidence),
                              .quorum = has_quorum_somewhere(evidence),
                              .findings = all_findings(evidence, limits),
                              .last_change = last_change(evidence)};
  for (const model::Node& node : cluster.nodes) status.nodes.push_back(node_status(evidence, node));
  return status;
}

}  // namespace pgmahout::decide
