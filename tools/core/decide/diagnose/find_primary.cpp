#include <algorithm>

#include "decide/diagnose/rule.hpp"
#include "decide/status/nodes.hpp"

namespace pgmahout::decide {

namespace {

// Whom Pgpool-II, or else the last change, or else the inventory, takes for the primary.
const model::Node* former_primary(const Case& seen) {
  const auto& cluster = seen.given.cluster;
  for (const auto& report : seen.given.reports.nodes) {
    if (!report || !report->beliefs) continue;
    for (const auto& belief : *report->beliefs)
      if (belief.primary && belief.id >= 0 &&
          static_cast<std::size_t>(belief.id) < cluster.nodes.size())
        return &cluster.nodes[static_cast<std::size_t>(belief.id)];
  }
  if (seen.status.last_change) return cluster.find(seen.status.last_change->to);
  const auto initial = std::ranges::find(cluster.nodes, true, &model::Node::initial_primary);
  return initial == cluster.nodes.end() ? nullptr : &*initial;
}

// The rule that tells what became of it; empty: it runs, or its fence tells.
std::string_view fate_of(const Case& seen, const model::Node& node) {
  const auto* report = seen.seen.report(node);
  if (report == nullptr) return "primary.unreachable";
  if (report->fence || report->server) return "";
  return report->postmaster ? "primary.hangs" : "primary.stopped";
}

bool lacks_primary(const Case& seen) { return seen.finding("primary.none", "") != nullptr; }

std::vector<std::string> words_about(const Case& seen, const model::Node& node) {
  const auto& report = seen.given.reports.nodes.at(static_cast<std::size_t>(node.id));
  if (!report) return {report.error().what};
  std::vector<std::string> words;
  if (!report->server) words.push_back(report->server.error().what);
  const auto* known = seen.known(node);
  if (known != nullptr && !known->control.empty()) words.push_back("it " + known->control);
  return words;
}

std::vector<std::string> why_no_failover(const Case& seen) {
  std::vector<std::string> why;
  for (const auto& finding : seen.status.findings)
    if (finding.id == "failover.paused" || finding.id == "watchdog.no_quorum" ||
        finding.id == "node.unguarded")
      why.push_back((finding.node.empty() ? "" : finding.node + ": ") + finding.what);
  for (const model::Node& node : seen.given.cluster.nodes)
    if (const auto* known = seen.known(node); known != nullptr && !known->refusal.empty())
      why.push_back(node.name + " refused at " + known->refusal);
  return why;
}

}  // namespace

Sightings by_lost_primary(const Case& seen, const DiagnosisRule& rule) {
  if (!lacks_primary(seen)) return {};
  const auto* lost = former_primary(seen);
  if (lost == nullptr || fate_of(seen, *lost) != rule.id) return {};
  return {{.node = lost->name, .evidence = words_about(seen, *lost)}};
}

Sightings by_missing_failover(const Case& seen, const DiagnosisRule& /*rule*/) {
  if (!lacks_primary(seen)) return {};
  auto why = why_no_failover(seen);
  if (why.empty()) return {};  // it may just be on its way
  return {{.node = "", .evidence = std::move(why)}};
}

Sightings by_isolation(const Case& seen, const DiagnosisRule& /*rule*/) {
  Sightings found;
  for (const model::Node& node : seen.given.cluster.nodes) {
    const auto* report = seen.seen.report(node);
    if (report != nullptr && report->fence && report->fence->isolated && !report->fence->held)
      found.push_back(
          {.node = node.name,
           .evidence = {"since " + report->fence->since + ": " + report->fence->reason}});
  }
  return found;
}

}  // namespace pgmahout::decide
