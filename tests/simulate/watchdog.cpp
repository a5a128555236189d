#include <fmt/format.h>

#include "act/escalate.hpp"
#include "pgpool.hpp"
#include "ports.hpp"

// The watchdog of a Pgpool-II: who is there, who leads, and who has the virtual IP.

namespace pgmahout::simulate {

namespace {

constexpr ports::Duration kToEscalate{2800};
constexpr Time kToWaitForTheOther{5'000'000};

}  // namespace

void Pgpool::told(int node, bool alive) {
  if (alive) {
    lost_.erase(node);
    heard_[node] = world_.now();
  } else {
    lost_.insert(node);
  }
}

bool Pgpool::sees(int host) const {
  return host == host_ || (heard_.contains(host) && !lost_.contains(host));
}

bool Pgpool::has_quorum() const {
  if (!runs() || leader_ < 0) return false;
  const auto& leader = at(leader_);
  if (!leader.leads()) return false;
  int members = 0;
  for (int host = 0; host < world_.size(); ++host)
    if (leader.sees(host) && at(host).runs() && (host == leader_ || at(host).leader_ == leader_))
      ++members;
  return 2 * members > world_.size();
}

void Pgpool::tick() {
  if (!runs() || !world_.is_up(host_)) return;
  beat();
  elect();
  see_to_address();
  if (ready_ && world_.now() >= next_check_) check_health();
}

// It takes in every heartbeat and looks who has fallen silent every wd_interval only.
void Pgpool::beat() {
  for (int other = 0; other < world_.size(); ++other) {
    if (other == host_ || !at(other).runs() || !world_.is_up(other) ||
        !world_.both_ways(host_, other))
      continue;
    heard_[other] = world_.now();
    // A node that the guard gave up comes back by the guard's word, or by heartbeats that last.
    if (world_.random.chance(20)) lost_.erase(other);
  }
  if (world_.now() < next_life_check_) return;
  next_life_check_ = world_.now() + world_.timers.wd_interval;
  for (const auto& [other, heard] : heard_)
    if (world_.now() - heard > world_.timers.wd_heartbeat_deadtime) lost_.insert(other);
}

bool Pgpool::goes_before(int one, int other) const {
  const auto priority = [&](int host) {
    return world_.cluster.nodes.at(static_cast<std::size_t>(host)).watchdog_priority;
  };
  return priority(one) > priority(other);
}

// It believes what the leader does, and a lock that another one left is gone (pgpool_main.c).
void Pgpool::join(int leader) {
  leader_ = leader;
  up_ = at(leader).up_;
  primary_ = at(leader).primary_;
  follow_locked_ = false;
}

// Of two leaders that meet one goes: the one that has not escalated, else the one without quorum,
// else the younger one (I_am_leader_and_cluster_in_split_brain in watchdog.c).
bool Pgpool::yields_to(const Pgpool& other) const {
  if (escalated_ != other.escalated_) return other.escalated_;
  if (has_quorum() != other.has_quorum()) return other.has_quorum();
  return other.leads_since_ < leads_since_;
}

void Pgpool::elect() {
  if (leader_ == host_) {
    for (int other = 0; other < world_.size(); ++other)
      if (other != host_ && sees(other) && world_.both_ways(host_, other) && at(other).leads() &&
          yields_to(at(other))) {
        join(other);
        world_.say(host_, fmt::format("Pgpool-II follows {} now", other));
      }
    return;
  }
  if (leader_ >= 0 && sees(leader_) && at(leader_).leads()) return election_.reset();
  leader_ = -1;
  for (int other = 0; other < world_.size(); ++other)
    if (other != host_ && sees(other) && world_.both_ways(host_, other) && at(other).leads()) {
      join(other);
      return election_.reset();
    }
  if (!election_)
    election_ = world_.now() + world_.random.between(Time{2'000'000}, Time{6'000'000});
  if (world_.now() < *election_) return;
  const bool first = [&] {
    for (int other = 0; other < world_.size(); ++other)
      if (goes_before(other, host_) && sees(other) && at(other).runs()) return false;
    return true;
  }();
  if (!first && world_.now() < *election_ + Time{4'000'000}) return;
  leader_ = host_;
  leads_since_ = world_.now();
  election_.reset();
  world_.say(host_, "Pgpool-II leads now");
}

// One that was brought up or taken away before is waited for, but not for ever
// (start_escalated_node and resign_from_escalated_node in watchdog.c). Whether it worked nobody
// looks at, then or later.
void Pgpool::see_to_address() {
  const bool wanted = leads() && has_quorum();
  if (wanted == escalated_) return;
  escalated_ = wanted;
  const auto before = escalation_;
  escalation_ = world_.run(host_, "watchdog", [this, wanted, before](Ports& /*ports*/) {
    const Time patience = world_.now() + kToWaitForTheOther;
    while (before && before->alive() && world_.now() < patience)
      world_.scheduler.sleep(Time{10'000});
    if (wanted)
      escalate();
    else
      resign();
  });
}

// What comes of the command changes nothing, and an address that is there already is an error, by
// which nobody is told of it (wd_escalation.c, wd_IP_up in wd_if.c).
void Pgpool::escalate() {
  run_address_command("escalation", act::drop_vip_elsewhere);
  if (world_.virtual_ip.is_at(host_)) return;
  world_.virtual_ip.take(host_);
  world_.virtual_ip.announce(host_);
}

void Pgpool::resign() {
  run_address_command("de_escalation", act::drop_vip_here);
  world_.virtual_ip.drop(host_);
}

void Pgpool::run_address_command(const std::string& name, void (*command)(const act::Context&)) {
  const auto process =
      world_.run(host_, name, [command](Ports& ports) { command(ports.context(kToEscalate)); });
  while (process->alive()) world_.scheduler.sleep(Time{10'000});
  world_.scheduler.sleep(world_.random.between(Time{5000}, Time{40'000}));
}

}  // namespace pgmahout::simulate
