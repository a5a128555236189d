#include <algorithm>
#include <functional>
#include <set>

#include "decide/status/findings.hpp"

namespace pgmahout::decide {

namespace {

using model::Severity;

using Names = std::vector<std::string>;

// The nodes whose Pgpool-II believes that of the node of that id.
Names who_believes(const Evidence& evidence, int id,
                   const std::function<bool(const model::BackendBelief&)>& that) {
  Names names;
  for (const model::Node& node : evidence.cluster.nodes) {
    const auto* report = evidence.report(node);
    if (report == nullptr || !report->beliefs) continue;
    const auto found = std::ranges::find(*report->beliefs, id, &model::BackendBelief::id);
    if (found != report->beliefs->end() && that(*found)) names.push_back(node.name);
  }
  return names;
}

bool leads_among(const Evidence& evidence, const Names& names) {
  return evidence.leader != nullptr &&
         std::ranges::find(names, evidence.leader->name) != names.end();
}

void add_called_down(const Evidence& evidence, const model::Node& node, Findings& findings) {
  const bool is_primary = evidence.primary == &node;
  if (!is_primary && !evidence.streams(node)) return;
  const auto names =
      who_believes(evidence, node.id, [](const model::BackendBelief& each) { return !each.up; });
  if (names.empty()) return;
  const bool clients_suffer = is_primary && leads_among(evidence, names);
  findings.push_back({.id = "pgpool.calls_down",
                      .severity = clients_suffer ? Severity::critical : Severity::warning,
                      .node = node.name,
                      .what = "Pgpool-II on " + listed(names) + " calls it down, though it " +
                              (is_primary ? "is primary" : "streams"),
                      .next = "its guard attaches it within seconds; if this stays: "
                              "pgmahout attach " +
                              node.name});
}

void add_wrong_primary(const Evidence& evidence, const model::Node& node, Findings& findings) {
  if (evidence.primary == nullptr || evidence.primary == &node) return;
  const auto names = who_believes(evidence, node.id,
                                  [](const model::BackendBelief& each) { return each.primary; });
  if (names.empty()) return;
  findings.push_back(
      {.id = "pgpool.wrong_primary",
       .severity = leads_among(evidence, names) ? Severity::critical : Severity::warning,
       .node = node.name,
       .what = "Pgpool-II on " + listed(names) + " takes it for the primary, which is " +
               evidence.primary->name,
       .next = "the guards start such a Pgpool-II anew within seconds"});
}

void add_watchdogs(const Evidence& evidence, Findings& findings) {
  Names without_quorum;
  std::set<std::string> leaders;
  for (const model::Node& node : evidence.cluster.nodes) {
    const auto* report = evidence.report(node);
    if (report == nullptr) continue;
    if (!report->watchdog) {
      findings.push_back({.id = "pgpool.silent",
                          .severity = Severity::warning,
                          .node = node.name,
                          .what = "its Pgpool-II does not answer: " + report->watchdog.error().what,
                          .next = "systemctl status pgpool2 there"});
      continue;
    }
    if (!report->watchdog->quorum) without_quorum.push_back(node.name);
    if (!report->watchdog->leader_host.empty()) leaders.insert(report->watchdog->leader_host);
  }
  if (!without_quorum.empty())
    findings.push_back(
        {.id = "watchdog.no_quorum",
         .severity = Severity::critical,
         .what = "no quorum is seen on " + listed(without_quorum) + ": no failover happens there",
         .next = "start Pgpool-II on more nodes, or mend the network between them"});
  if (leaders.size() > 1)
    findings.push_back({.id = "watchdog.two_leaders",
                        .severity = Severity::critical,
                        .what = "the watchdogs do not agree who leads: " +
                                listed({leaders.begin(), leaders.end()}),
                        .next = "mend the network between them; then restart Pgpool-II on the odd "
                                "one"});
}

void add_vip_findings(const Evidence& evidence, Findings& findings) {
  Names holders;
  for (const model::Node& node : evidence.cluster.nodes)
    if (const auto* report = evidence.report(node); report != nullptr && report->holds_vip)
      holders.push_back(node.name);
  const std::string& vip = evidence.cluster.vip;
  if (holders.empty())
    findings.push_back({.id = "vip.nowhere",
                        .severity = Severity::critical,
                        .what = "no node that answers has the virtual IP " + vip,
                        .next = "the leading Pgpool-II takes it when a quorum is there"});
  if (holders.size() > 1)
    findings.push_back({.id = "vip.twice",
                        .severity = Severity::critical,
                        .what = listed(holders) + " have the virtual IP " + vip,
                        .next = "the guards drop it in a moment where nobody leads"});
  if (holders.size() == 1 && evidence.leader != nullptr && holders.front() != evidence.leader->name)
    findings.push_back({.id = "vip.elsewhere",
                        .severity = Severity::warning,
                        .node = holders.front(),
                        .what = "it has the virtual IP, and " + evidence.leader->name + " leads",
                        .next = "if this stays: systemctl restart pgpool2 on " + holders.front()});
}

}  // namespace

void find_in_pgpool(const Evidence& evidence, Findings& findings) {
  add_watchdogs(evidence, findings);
  for (const model::Node& node : evidence.cluster.nodes) {
    add_called_down(evidence, node, findings);
    add_wrong_primary(evidence, node, findings);
  }
  const bool anybody = std::ranges::any_of(evidence.reports.nodes,
                                           [](const auto& report) { return report.has_value(); });
  if (anybody) add_vip_findings(evidence, findings);
}

}  // namespace pgmahout::decide
