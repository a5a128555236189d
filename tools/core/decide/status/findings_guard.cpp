#include <set>

#include "decide/status/findings.hpp"
#include "decide/status/nodes.hpp"

namespace pgmahout::decide {

namespace {

using model::Severity;

void add_versions(const Evidence& evidence, Findings& findings) {
  std::set<std::string> versions;
  for (const auto& report : evidence.reports.nodes)
    if (report) versions.insert(report->agent_version);
  if (versions.size() > 1)
    findings.push_back({.id = "node.versions",
                        .severity = Severity::warning,
                        .what = "the nodes have different versions of pgmahout: " +
                                listed({versions.begin(), versions.end()}),
                        .next = "run site.yml"});
}

void add_pauses(const Evidence& evidence, Findings& findings) {
  std::vector<std::string> paused;
  std::vector<std::string> going_on;
  std::string why;
  for (const model::Node& node : evidence.cluster.nodes) {
    const auto* report = evidence.report(node);
    if (report == nullptr) continue;
    (report->pause ? paused : going_on).push_back(node.name);
    if (report->pause) why = " since " + report->pause->since + ": " + report->pause->reason;
  }
  if (paused.empty()) return;
  findings.push_back({.id = "failover.paused",
                      .severity = Severity::warning,
                      .what = "automatic failover is PAUSED on " + listed(paused) +
                              (going_on.empty() ? "" : ", and not on " + listed(going_on)) + why,
                      .next = "pgmahout resume ends that"});
}

}  // namespace

void find_in_guard(const Evidence& evidence, Findings& findings) {
  for (const model::Node& node : evidence.cluster.nodes)
    if (evidence.report(node) != nullptr && !is_guarded(evidence, node))
      findings.push_back({.id = "node.unguarded",
                          .severity = Severity::warning,
                          .node = node.name,
                          .what = "pgmahout-guard or pgmahout-heal does not run: it neither stops "
                                  "a primary that is cut off nor heals",
                          .next = "systemctl enable --now pgmahout-guard pgmahout-heal there"});
  add_versions(evidence, findings);
  add_pauses(evidence, findings);
}

}  // namespace pgmahout::decide
