#include "act/guard/life_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "act/connections.hpp"
#include "act/lost_hosts.hpp"

namespace pgmahout::act {

namespace {

using decide::WordOnNeighbour;

constexpr ports::Duration kToMakeSure{500};
constexpr ports::Duration kToTell{500};
constexpr ports::Duration kToCutOff{1000};
constexpr ports::Duration kBeforeCuttingOffAgain{1000};
constexpr ports::Duration kLongestBeforeThat{60000};
// Between two nodes' noticing at most, and between the first and the last of all.
constexpr std::int64_t kApart = 300;
constexpr std::int64_t kAllApart = 800;

// How long this node waits, when that one falls silent, for those that are to notice before it.
ports::Duration turn(const Context& context, const model::Node& silent) {
  const auto& nodes = context.cluster.nodes;
  const auto before = std::ranges::count_if(nodes, [&](const model::Node& node) {
    return node.id != silent.id && node.watchdog_priority > context.self.watchdog_priority;
  });
  const auto others = static_cast<std::int64_t>(nodes.size()) - 1;
  return ports::Duration(before * std::min(kApart, kAllApart / others));
}

// Pgpool-II counts from the last heartbeat, which on average was heard half a period before the
// fault.
ports::Duration tolerated_silence(const settings::Timers& timers) {
  return timers.wd_heartbeat_deadtime - ports::Duration(timers.wd_heartbeat_keepalive) / 2;
}

}  // namespace

LifeCheck::LifeCheck(const Context& context, const settings::Timers& timers, ports::Echo& echo,
                     ports::Watchdog& watchdog)
    : context_(context),
      patience_(tolerated_silence(timers)),
      echo_(echo),
      watchdog_(watchdog),
      told_lost_(lost_hosts(context)) {}

void LifeCheck::look() {
  for (const auto* node : peers(context_)) look_at(*node);
}

void LifeCheck::look_at(const model::Node& node) {
  if (echo_.heard(node.address)) heard_[node.id] = now();
  const auto called = echo_.call(node.address);
  if (called.has_value() != can_call_) {
    can_call_ = called.has_value();
    if (!can_call_)
      context_.log.warn("{}: only Pgpool-II's own life check notices that a host is gone",
                        to_string(called.error()));
  }
  judge(node);
}

ports::Duration LifeCheck::silence_of(int node) const {
  const auto heard = heard_.find(node);
  if (heard == heard_.end()) return ports::Duration::zero();
  return std::chrono::duration_cast<ports::Duration>(now() - heard->second);
}

std::set<int> LifeCheck::silent_for(ports::Duration time) const {
  std::set<int> silent;
  for (const int node : told_lost_)
    if (silence_of(node) >= time) silent.insert(node);
  return silent;
}

void LifeCheck::judge(const model::Node& node) {
  const auto patience = patience_ - kToMakeSure + turn(context_, node);
  const auto word = decide::word_on({.heard = heard_.contains(node.id),
                                     .silent_ms = silence_of(node.id).count(),
                                     .told_lost = told_lost_.contains(node.id)},
                                    patience.count());
  if (word == WordOnNeighbour::make_sure) give_up(node);
  if (word == WordOnNeighbour::found) tell(node, true, node.name + " answers again");
  if (told_lost_.contains(node.id))
    cut_off(node);
  else
    cut_off_.erase(node.id);
}

// After a pause of this whole machine everybody seems to have been silent: who answers now was not.
void LifeCheck::give_up(const model::Node& node) {
  const auto answers = echo_.answers(node.address, context_.cluster.pgpool.watchdog_port,
                                     context_.deadline.within(kToMakeSure));
  if (context_.deadline.stopped()) return;
  if (answers)
    heard_[node.id] = now();
  else
    tell(node, false,
         fmt::format("{} has not answered for {} ms", node.name, silence_of(node.id).count()));
}

// Again and again: a session that began before Pgpool-II had given the node up goes on connecting
// to it, and marks it as up when it is back (new_connection in pool_connection_pool.c), which
// nobody else hears of.
void LifeCheck::cut_off(const model::Node& node) {
  auto& next =
      cut_off_.try_emplace(node.id, kBeforeCuttingOffAgain, kLongestBeforeThat).first->second;
  if (!next.is_due(now())) return;
  next.failed(now());
  const auto done = end_connections(within(context_, kToCutOff), node);
  if (!done)
    context_.log.warn("what waits for an answer from {} waits on: {}", node.name,
                      to_string(done.error()));
}

// A Pgpool-II that does not run finds out by itself when it starts.
void LifeCheck::tell(const model::Node& node, bool alive, const std::string& message) {
  const auto told = watchdog_.report({.node = node.id, .alive = alive, .message = message},
                                     context_.deadline.within(kToTell));
  if (told)
    context_.log.warn("{}: the watchdog is told", message);
  else
    context_.log.warn("{}: {}", message, to_string(told.error()));
  if (!told && told.error().kind == model::ErrorKind::no_answer) return;
  if (alive)
    told_lost_.erase(node.id);
  else
    told_lost_.insert(node.id);
  if (const auto noted = note_lost_hosts(context_, told_lost_); !noted)
    context_.log.error("{}", to_string(noted.error()));
}

}  // namespace pgmahout::act
