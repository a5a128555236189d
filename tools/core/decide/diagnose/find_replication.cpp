#include <array>
#include <charconv>

#include "decide/diagnose/known_messages.hpp"
#include "decide/diagnose/rule.hpp"
#include "decide/status/not_streaming.hpp"

namespace pgmahout::decide {

namespace {

constexpr std::string_view kStreams = "started streaming WAL from primary";
constexpr std::int64_t kMuchPercent = 80;

struct StopCause {
  std::string_view id;
  std::vector<std::string> evidence;
};

// What its log says; the servers' own words come first, for a log is of the past.
StopCause cause_by_log(const Case& seen, const model::Node& node) {
  if (const auto found = last_message(seen.log(node), streaming_messages(), kStreams))
    return {found->diagnosis, {found->line}};
  const auto* known = seen.known(node);
  if (known != nullptr && known->server && known->server->receiver.empty())
    return {"replication.no_receiver", {"pg_stat_wal_receiver is empty"}};
  return {"replication.stopped", {}};
}

StopCause cause_of(const Case& seen, const model::Node& node) {
  switch (why_not_streaming(seen.seen, node)) {
    case NotStreaming::frozen:
      return {"replication.frozen", {}};
    case NotStreaming::diverged:
      return {"replication.diverged", {}};
    case NotStreaming::follows_other:
      return {"replication.follows_other", {}};
    case NotStreaming::unconnected:
    case NotStreaming::not_ready:
      break;
  }
  return cause_by_log(seen, node);
}

// Bytes of a size as configuration files write it; nothing when there is no limit.
std::optional<std::int64_t> bytes_of(const std::string& text) {
  constexpr std::array<std::pair<std::string_view, unsigned>, 5> kUnits{
      {{"kB", 10U}, {"MB", 20U}, {"GB", 30U}, {"TB", 40U}, {"B", 0U}}};
  constexpr unsigned kMegabytes = 20;  // what it is in without a unit
  constexpr std::int64_t kMost = std::int64_t{1} << 22U;
  std::int64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || number <= 0 || number > kMost) return std::nullopt;
  const std::string_view unit(read.ptr, static_cast<std::size_t>(end - read.ptr));
  for (const auto& [name, shift] : kUnits)
    if (unit == name) return number << shift;
  return unit.empty() ? std::optional(number << kMegabytes) : std::nullopt;
}

std::string at_risk(const model::SlotUse& slot, const std::string& limit) {
  const auto retained = slot.retained_bytes.value_or(0);
  const auto most = bytes_of(limit);
  const bool much = most && retained / kMuchPercent >= *most / 100;
  if (slot.wal_status != "unreserved" && !much) return "";
  return "slot " + slot.name + " is " + slot.wal_status + " and keeps " +
         std::to_string(retained >> 20U) + " MiB; max_slot_wal_keep_size is " + limit;
}

}  // namespace

Sightings by_stopped_stream(const Case& seen, const DiagnosisRule& rule) {
  Sightings found;
  for (const model::Node& node : seen.given.cluster.nodes) {
    if (!lacks_streaming(seen.seen, node)) continue;
    auto cause = cause_of(seen, node);
    if (cause.id != rule.id) continue;
    if (const auto* finding = seen.finding("standby.not_streaming", node.name))
      cause.evidence.insert(cause.evidence.begin(), finding->what);
    found.push_back({.node = node.name, .evidence = std::move(cause.evidence)});
  }
  return found;
}

Sightings by_conflict(const Case& seen, const DiagnosisRule& /*rule*/) {
  Sightings found;
  for (const model::Node& node : seen.given.cluster.nodes) {
    const auto* behind = seen.finding("standby.behind", node.name);
    const auto said = last_message(seen.log(node), replay_messages(), "");
    if (behind == nullptr || !said) continue;
    found.push_back({.node = node.name, .evidence = {behind->what, said->line}});
    if (const auto* known = seen.known(node); known->server && known->server->conflicts > 0)
      found.back().evidence.push_back(std::to_string(known->server->conflicts) +
                                      " queries were cancelled for it so far");
  }
  return found;
}

Sightings by_slot_at_risk(const Case& seen, const DiagnosisRule& /*rule*/) {
  Sightings found;
  for (const model::Node& node : seen.given.cluster.nodes) {
    const auto* slot = seen.seen.slot(node);
    if (slot == nullptr || slot->wal_status == "lost") continue;
    const auto why = at_risk(*slot, seen.given.cluster.postgresql.max_slot_wal_keep_size);
    if (!why.empty()) found.push_back({.node = node.name, .evidence = {why}});
  }
  return found;
}

}  // namespace pgmahout::decide
