#include "act/failover/silence.hpp"

#include <algorithm>

namespace pgmahout::act {

namespace {

// Where no receiver runs any more the guard knows.
std::optional<ports::Duration> silence_at(const model::ServerState& standby,
                                          ports::Duration longest) {
  if (standby.silent_ms) return ports::Duration{*standby.silent_ms};
  if (!standby.heard_ms_ago) return std::nullopt;
  return std::clamp(ports::Duration{*standby.heard_ms_ago}, ports::Duration::zero(), longest);
}

}  // namespace

void Silence::take_in(const model::Observation& seen, ports::TimePoint at) {
  asked_ = at;
  heard_.clear();
  for (const auto& node : seen.nodes) {
    if (!node.is_standby()) continue;
    const auto silence = silence_at(*node.server, longest_);
    heard_[node.id] = silence ? std::optional(at - *silence) : std::nullopt;
  }
}

void Silence::fill_in(const model::Observation& seen, ports::TimePoint at) {
  for (const auto& node : seen.nodes) {
    const auto heard = heard_.find(node.id);
    if (heard == heard_.end() || heard->second || !node.is_standby()) continue;
    if (node.server->silent_ms) heard->second = at - ports::Duration{*node.server->silent_ms};
  }
}

bool Silence::is_doubtful() const {
  return std::ranges::any_of(heard_, [](const auto& each) { return !each.second; });
}

ports::TimePoint Silence::since() const {
  if (heard_.empty()) return asked_;
  const auto when = [&](const auto& each) { return each.second.value_or(asked_); };
  return when(*std::ranges::max_element(heard_, {}, when));
}

std::optional<ports::TimePoint> Silence::told() const {
  std::optional<ports::TimePoint> last;
  for (const auto& [id, heard] : heard_)
    if (heard) last = std::max(last.value_or(*heard), *heard);
  return last;
}

}  // namespace pgmahout::act
