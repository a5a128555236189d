#include <algorithm>

#include "decide/diagnose/known_messages.hpp"
#include "decide/diagnose/rule.hpp"
#include "model/layout.hpp"

namespace pgmahout::decide {

namespace {

constexpr std::string_view kReady = "database system is ready to accept";
constexpr std::size_t kLastWords = 5;
constexpr std::int64_t kHourSeconds = 3600;

bool may_run(const Case& seen, const model::Node& node) {
  const auto* report = seen.seen.report(node);
  return report == nullptr || report->postmaster;
}

// Its replay stands still, and its server runs all the same.
bool waits_in_recovery(const Case& seen, const model::Node& node) {
  const auto* server = seen.seen.server(node);
  return server != nullptr && server->state.in_recovery && server->replay_paused;
}

std::string end_of_unit(const Case& seen, const model::Node& node, const std::string& unit) {
  const auto* known = seen.known(node);
  if (known == nullptr) return "";
  const auto found = std::ranges::find(known->unit_ends, unit, &model::UnitEnd::name);
  return found == known->unit_ends.end() ? "" : found->result;
}

std::vector<std::string> last_words(const std::vector<std::string>& lines) {
  const auto count = static_cast<std::ptrdiff_t>(std::min(lines.size(), kLastWords));
  return {lines.end() - count, lines.end()};
}

struct StartCause {
  std::string_view id;
  std::vector<std::string> evidence;
};

// What postgres says of its files now comes before what the log says of then.
StartCause start_cause(const Case& seen, const model::Node& node) {
  const auto* known = seen.known(node);
  if (known != nullptr && !known->config_errors.empty())
    return {"server.config_broken", last_words(known->config_errors)};
  if (const auto found = last_message(seen.log(node), starting_messages(), kReady))
    return {found->diagnosis, {found->line}};
  const auto layout = model::layout_of(seen.given.cluster, node);
  const auto result = end_of_unit(seen, node, layout.postgresql_service);
  if (result.empty() || result == "success") return {};  // somebody stopped it
  auto evidence = last_words(seen.log(node));
  evidence.insert(evidence.begin(), "systemd: " + layout.postgresql_service + " ended: " + result);
  return {"server.start_failed", std::move(evidence)};
}

// A crash that the log tells of with a time; of one without a time nobody knows whether it is over.
bool is_recent(const model::NodeEvidence& known, const std::string& line) {
  const auto now = seconds_of(known.at);
  const auto then = seconds_of(line);
  return now && then && *now - *then < kHourSeconds;
}

std::optional<FoundMessage> recent_crash(const Case& seen, const model::Node& node) {
  const auto* known = seen.known(node);
  if (known == nullptr) return std::nullopt;
  auto crash = last_message(seen.log(node), crash_messages(), "");
  if (!crash || !is_recent(*known, crash->line)) return std::nullopt;
  return crash;
}

bool kernel_has_killed(const Case& seen, const model::Node& node) {
  const auto* known = seen.known(node);
  return known != nullptr && known->oom_kills.value_or(0) > 0;
}

std::vector<std::string> oom_evidence(const Case& seen, const model::Node& node) {
  std::vector<std::string> evidence;
  if (const auto* known = seen.known(node))
    for (const auto& unit : known->unit_ends)
      if (unit.result == "oom-kill") evidence.push_back("systemd: " + unit.name + ": oom-kill");
  const auto crash = recent_crash(seen, node);
  if (crash && crash->diagnosis == "crash.killed" && kernel_has_killed(seen, node)) {
    evidence.push_back(crash->line);
    evidence.push_back("the kernel has killed " + std::to_string(*seen.known(node)->oom_kills) +
                       " processes for want of memory since it booted");
  }
  return evidence;
}

}  // namespace

Sightings by_failed_start(const Case& seen, const DiagnosisRule& rule) {
  Sightings found;
  for (const model::Node& node : seen.given.cluster.nodes) {
    const bool waits = waits_in_recovery(seen, node);
    if (may_run(seen, node) && !waits) continue;
    if (waits && rule.id != "replication.parameters") continue;
    auto cause = waits ? StartCause{} : start_cause(seen, node);
    if (waits)
      if (const auto said = last_message(seen.log(node), starting_messages(), ""))
        cause = {said->diagnosis, {said->line}};
    if (cause.id == rule.id)
      found.push_back({.node = node.name, .evidence = std::move(cause.evidence)});
  }
  return found;
}

Sightings by_crash(const Case& seen, const DiagnosisRule& rule) {
  Sightings found;
  for (const model::Node& node : seen.given.cluster.nodes) {
    const auto crash = recent_crash(seen, node);
    if (crash && crash->diagnosis == rule.id && oom_evidence(seen, node).empty())
      found.push_back({.node = node.name, .evidence = {crash->line}});
  }
  return found;
}

Sightings by_oom(const Case& seen, const DiagnosisRule& /*rule*/) {
  Sightings found;
  for (const model::Node& node : seen.given.cluster.nodes)
    if (auto evidence = oom_evidence(seen, node); !evidence.empty())
      found.push_back({.node = node.name, .evidence = std::move(evidence)});
  return found;
}

}  // namespace pgmahout::decide
