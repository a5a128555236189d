#include "agent/drill/observer.hpp"

#include <algorithm>

#include "model/json.hpp"

namespace pgmahout::agent {

namespace {

constexpr ports::Duration kLongestSpell{600000};
constexpr ports::Duration kBetweenSpells{200};
constexpr std::int64_t kSilentMs = 1500;
constexpr std::int64_t kSilentFromTheStartMs = 6000;
constexpr ports::Duration kTick{100};

std::optional<model::SeenRole> role_named(const std::string& name) {
  using model::SeenRole;
  for (const auto role : {SeenRole::down, SeenRole::standby, SeenRole::primary})
    if (to_string(role) == name) return role;
  return std::nullopt;
}

}  // namespace

void take_sample(Seen& seen, const nlohmann::json& said, int node, std::int64_t at_ms) {
  if (!said.is_object()) return;
  if (const auto role = role_named(model::field<std::string>(said, "role", "")))
    seen.samples.push_back({.node = node,
                            .at_ms = at_ms,
                            .role = *role,
                            .streams = model::field(said, "streams", false),
                            .holds_vip = model::field(said, "vip", false)});
  const auto committed = said.find("committed");
  if (committed == said.end() || !committed->is_object()) return;
  const auto took_us = model::field<std::int64_t>(*committed, "took_us", 0);
  seen.commits.push_back({.node = node,
                          .begun_ms = at_ms - took_us / 1000,
                          .ended_ms = at_ms,
                          .timeline = model::field<std::uint32_t>(*committed, "timeline", 0)});
}

Observer::Observer(const DrillWorld& world, const Stopclock& clock)
    : world_(world), clock_(clock), quick_(world.reach) {
  quick_.target_of = [&world](const model::Node& node) {
    auto target = world.reach.target_of(node);
    if (target.ssh) target.ssh->connect_within = ports::Duration{1000};
    return target;
  };
  for (const auto& node : world.cluster.nodes) talks_.push_back({.node = node});
  for (auto& talk : talks_)
    threads_.emplace_back([this, &talk](const std::stop_token& stop) { watch(talk, stop); });
  threads_.emplace_back([this](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      end_silent_ones();
      clock_.clock().sleep_for(kTick);
    }
  });
}

// All at once, for each takes a moment to notice.
Observer::~Observer() {
  for (auto& thread : threads_) thread.request_stop();
}

Seen Observer::seen() const {
  const std::lock_guard lock(mutex_);
  return seen_;
}

std::optional<model::Error> Observer::unseen() const {
  const std::lock_guard lock(mutex_);
  const auto talk = std::ranges::find(talks_, false, &Talk::ever_answered);
  if (talk == talks_.end()) return std::nullopt;
  return model::Error{.kind = model::ErrorKind::no_answer,
                      .what = "its agent does not tell what it sees" +
                              (talk->failure.empty() ? "" : ": " + talk->failure),
                      .node = talk->node.name,
                      .hint = "is the same version of pgmahout installed on every node?"};
}

void Observer::watch(Talk& talk, const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto spell = begin(talk);
    const std::stop_callback ending(stop, [this, &talk] {
      const std::lock_guard lock(mutex_);
      talk.spell.request_stop();
    });
    const ports::Deadline deadline(clock_.clock(), kLongestSpell, spell);
    const auto answer = call(quick_, talk.node, {{"operation", "watch"}}, deadline,
                             [&](const nlohmann::json& said) { hear(talk, said); });
    note_end(talk, answer);
    clock_.clock().sleep_for(kBetweenSpells);
  }
}

std::stop_token Observer::begin(Talk& talk) {
  const std::lock_guard lock(mutex_);
  talk.spell = std::stop_source();
  talk.heard_ms = clock_.now_ms();
  talk.answered = false;
  return talk.spell.get_token();
}

void Observer::hear(Talk& talk, const nlohmann::json& said) {
  const auto at_ms = clock_.now_ms();
  const std::lock_guard lock(mutex_);
  talk.heard_ms = at_ms;
  talk.answered = talk.ever_answered = true;
  take_sample(seen_, said, talk.node.id, at_ms);
}

void Observer::note_end(Talk& talk, const model::Result<nlohmann::json>& answer) {
  const std::lock_guard lock(mutex_);
  talk.failure = answer ? "" : answer.error().what;
}

void Observer::end_silent_ones() {
  const auto now_ms = clock_.now_ms();
  const std::lock_guard lock(mutex_);
  for (auto& talk : talks_) {
    const auto allowed = talk.answered ? kSilentMs : kSilentFromTheStartMs;
    if (now_ms - talk.heard_ms > allowed) talk.spell.request_stop();
  }
}

}  // namespace pgmahout::agent
