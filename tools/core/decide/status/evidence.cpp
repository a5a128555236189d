#include "decide/status/evidence.hpp"

#include <algorithm>

#include "decide/present_primary.hpp"

namespace pgmahout::decide {

namespace {

model::NodeState state_of(const model::Node& node, const model::Result<model::NodeReport>& report) {
  model::NodeState state{.name = node.name, .id = node.id};
  if (!report)
    state.silence = report.error();
  else if (!report->server)
    state.silence = report->server.error();
  else
    state.server = report->server->state;
  return state;
}

const model::Node* find_leader(const model::Cluster& cluster, const model::Reports& reports) {
  std::string host;
  for (const model::Node& node : cluster.nodes) {
    const auto& report = reports.nodes.at(static_cast<std::size_t>(node.id));
    if (!report || !report->watchdog) continue;
    if (report->watchdog->leader) return &node;
    if (host.empty()) host = report->watchdog->leader_host;
  }
  const auto found = std::ranges::find(cluster.nodes, host, &model::Node::address);
  return found == cluster.nodes.end() ? nullptr : &*found;
}

template <typename Items>
auto named(const Items& items, const std::string& name) -> decltype(&*items.begin()) {
  const auto found =
      std::ranges::find_if(items, [&](const auto& item) { return item.name == name; });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

const model::NodeReport* Evidence::report(const model::Node& node) const {
  const auto& report = reports.nodes.at(static_cast<std::size_t>(node.id));
  return report ? &*report : nullptr;
}

const model::ServerReport* Evidence::server(const model::Node& node) const {
  const auto* of_node = report(node);
  return of_node != nullptr && of_node->server ? &*of_node->server : nullptr;
}

const model::StandbyRow* Evidence::row(const model::Node& standby) const {
  const auto* on = primary == nullptr ? nullptr : server(*primary);
  return on == nullptr ? nullptr : named(on->standbys, standby.name);
}

const model::SlotUse* Evidence::slot(const model::Node& standby) const {
  const auto* on = primary == nullptr ? nullptr : server(*primary);
  return on == nullptr ? nullptr : named(on->slots, standby.slot_name);
}

bool Evidence::streams(const model::Node& node) const {
  const auto* in_primary = row(node);
  const auto* own = server(node);
  if (in_primary == nullptr || in_primary->state != "streaming") return false;
  return own == nullptr || (own->state.in_recovery && own->state.receiving);
}

Evidence gather(const model::Cluster& cluster, const model::Reports& reports) {
  Evidence evidence{.cluster = cluster,
                    .reports = reports,
                    .seen = {},
                    .primary = nullptr,
                    .leader = find_leader(cluster, reports)};
  for (const model::Node& node : cluster.nodes)
    evidence.seen.nodes.push_back(
        state_of(node, reports.nodes.at(static_cast<std::size_t>(node.id))));
  if (const auto* primary = present_primary(evidence.seen, cluster.replication))
    evidence.primary = cluster.find(primary->name);
  return evidence;
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t index = 0; index < names.size(); ++index) {
    if (index > 0) text += index + 1 == names.size() ? " and " : ", ";
    text += names[index];
  }
  return text;
}

}  // namespace pgmahout::decide
