#include "decide/status/nodes.hpp"

#include <algorithm>

#include "model/layout.hpp"

namespace pgmahout::decide {

namespace {

using model::Role;

bool is_active(const model::NodeReport& report, const std::string& unit) {
  const auto found = std::ranges::find(report.units, unit, &model::UnitState::name);
  return found != report.units.end() && found->active == "active";
}

std::string state_of_standby(const model::ServerState& server, const model::StandbyRow* row) {
  if (server.frozen) return "frozen";
  if (!server.receiving) return "not receiving";
  return row == nullptr || row->state == "streaming" ? "streaming" : row->state;
}

std::string state_without_server(const model::NodeReport& report) {
  if (!report.postmaster) return report.fence ? "fenced" : "stopped";
  return report.server.error().kind == model::ErrorKind::no_answer ? "not answering" : "starting";
}

std::string state_of(const Evidence& evidence, const model::Node& node) {
  const auto& report = evidence.reports.nodes.at(static_cast<std::size_t>(node.id));
  if (!report) return report.error().kind == model::ErrorKind::no_answer ? "silent" : "not asked";
  if (!report->server) return state_without_server(*report);
  const auto& server = report->server->state;
  return server.in_recovery ? state_of_standby(server, evidence.row(node)) : "writable";
}

Role observed_role(const Evidence& evidence, const model::Node& node) {
  const auto* report = evidence.report(node);
  if (report == nullptr) return Role::unknown;
  if (!report->server) return Role::none;
  return report->server->state.in_recovery ? Role::standby : Role::primary;
}

Role expected_role(const Evidence& evidence, const model::Node& node) {
  if (evidence.primary == nullptr) return Role::unknown;
  return evidence.primary == &node ? Role::primary : Role::standby;
}

std::string slot_word(const Evidence& evidence, const model::Node& node) {
  if (evidence.primary == nullptr || evidence.primary == &node) return "";
  const auto* slot = evidence.slot(node);
  if (slot == nullptr) return "missing";
  if (slot->wal_status == "lost") return "lost";
  return slot->active ? "active" : "inactive";
}

std::string pgpool_word(const Evidence& evidence, const model::Node& node) {
  const auto* beliefs = leading_beliefs(evidence);
  if (beliefs == nullptr) return "";
  const auto found = std::ranges::find(*beliefs, node.id, &model::BackendBelief::id);
  if (found == beliefs->end()) return "";
  return std::string(found->up ? "up " : "down ") + (found->primary ? "primary" : "standby");
}

std::string watchdog_word(const model::NodeReport& report) {
  if (!report.watchdog) return "not answering";
  if (report.watchdog->leader) return "leader";
  return report.watchdog->quorum ? "member" : "no quorum";
}

void add_lag(const Evidence& evidence, const model::Node& node, model::NodeStatus& status) {
  if (const auto* row = evidence.row(node)) {
    status.sync = row->sync_state;
    status.lag_bytes = row->lag_bytes;
  }
  if (const auto* own = evidence.server(node); own != nullptr && own->state.in_recovery)
    status.lag_ms = own->replay_age_ms;
}

}  // namespace

const model::Beliefs* leading_beliefs(const Evidence& evidence) {
  if (evidence.leader == nullptr) return nullptr;
  const auto* report = evidence.report(*evidence.leader);
  return report != nullptr && report->beliefs ? &*report->beliefs : nullptr;
}

bool is_guarded(const Evidence& evidence, const model::Node& node) {
  const auto* report = evidence.report(node);
  const auto layout = model::layout_of(evidence.cluster, node);
  return report != nullptr && is_active(*report, layout.guard_service) &&
         is_active(*report, layout.heal_service);
}

model::NodeStatus node_status(const Evidence& evidence, const model::Node& node) {
  model::NodeStatus status{.name = node.name,
                           .address = node.address,
                           .role = observed_role(evidence, node),
                           .expected = expected_role(evidence, node),
                           .state = state_of(evidence, node),
                           .slot = slot_word(evidence, node),
                           .pgpool = pgpool_word(evidence, node),
                           .guarded = is_guarded(evidence, node)};
  add_lag(evidence, node, status);
  const auto* report = evidence.report(node);
  if (report == nullptr) return status;
  status.watchdog = watchdog_word(*report);
  status.holds_vip = report->holds_vip;
  if (report->fence) status.fence = report->fence->reason;
  if (!report->server) return status;
  status.timeline = report->server->state.timeline;
  status.lsn = report->server->state.position().lsn;
  return status;
}

}  // namespace pgmahout::decide
