#include <algorithm>

#include "decide/status/findings.hpp"

namespace pgmahout::decide {

namespace {

using model::Finding;
using model::Severity;

bool anybody_answers(const Evidence& evidence) {
  return std::ranges::any_of(evidence.reports.nodes,
                             [](const auto& report) { return report.has_value(); });
}

// Of a cluster that nobody speaks for neither good nor bad is known.
void add_silent(const Evidence& evidence, Findings& findings) {
  const auto severity = anybody_answers(evidence) ? Severity::warning : Severity::unknown;
  for (const model::Node& node : evidence.cluster.nodes) {
    const auto& report = evidence.reports.nodes.at(static_cast<std::size_t>(node.id));
    if (report) continue;
    findings.push_back(
        {.id = "node.silent",
         .severity = severity,
         .node = node.name,
         .what = "it does not say how it is: " + report.error().what,
         .next = report.error().hint.empty() ? "is the machine up?" : report.error().hint});
  }
}

std::vector<std::string> writers(const Evidence& evidence) {
  std::vector<std::string> names;
  for (const model::NodeState& node : evidence.seen.nodes)
    if (node.accepts_writes()) names.push_back(node.name);
  return names;
}

void add_primaries(const Evidence& evidence, Findings& findings) {
  const auto names = writers(evidence);
  if (names.size() > 1)
    findings.push_back(
        {.id = "primary.two",
         .severity = Severity::critical,
         .what =
             listed(names) + " accept writes" +
             (evidence.primary == nullptr ? std::string()
                                          : "; the cluster is that of " + evidence.primary->name),
         .next = "the guards stop whoever was left behind in a moment; if this stays, stop "
                 "PostgreSQL there by hand"});
  if (evidence.primary == nullptr && names.size() < 2)
    findings.push_back({.id = "primary.none",
                        .severity = Severity::critical,
                        .what = names.empty()
                                    ? "nobody who answers is primary: clients cannot write"
                                    : names.front() + " accepts writes and was left behind",
                        .next = "journalctl -u pgpool2 -u pgmahout-heal on the leading node says "
                                "what a failover waits for"});
}

model::Finding fenced(const model::Node& node, const model::Fence& fence) {
  return {.id = fence.held ? "node.held" : "node.fenced",
          .severity = Severity::warning,
          .node = node.name,
          .what = (fence.held ? "it is held down since " : "it is fenced since ") + fence.since +
                  ": " + fence.reason,
          .next = fence.held ? "pgmahout unfence " + node.name + " lets it go"
                             : "the service pgmahout-heal makes it a standby of the primary; its "
                               "journal says what it waits for"};
}

void add_stopped(const model::Node& node, const model::NodeReport& report, Findings& findings) {
  if (report.fence) findings.push_back(fenced(node, *report.fence));
  if (report.server || report.fence) return;
  if (report.postmaster)
    findings.push_back(
        {.id = "server.silent",
         .severity = Severity::warning,
         .node = node.name,
         .what = "its PostgreSQL runs and does not answer: " + report.server.error().what,
         .next = "it may be starting; else look at the log of PostgreSQL there"});
  else
    findings.push_back({.id = "server.stopped",
                        .severity = Severity::warning,
                        .node = node.name,
                        .what = "its PostgreSQL does not run",
                        .next = "start its service; the gate's words are in its journal"});
}

}  // namespace

void find_in_servers(const Evidence& evidence, Findings& findings) {
  add_silent(evidence, findings);
  if (anybody_answers(evidence)) add_primaries(evidence, findings);
  for (const model::Node& node : evidence.cluster.nodes)
    if (const auto* report = evidence.report(node)) add_stopped(node, *report, findings);
}

}  // namespace pgmahout::decide
