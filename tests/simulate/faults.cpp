#include "faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "fault_kinds.hpp"

namespace pgmahout::simulate {

namespace {

constexpr Time kShortest{500'000};
constexpr Time kQuick{1'500'000};
constexpr Time kLongestDelay{4'000'000};

const FaultKind& kind_of(const Fault& fault) {
  return fault_kinds()[static_cast<std::size_t>(fault.kind)];
}

// The one that matters most, twice out of three times.
Fault draw(Random& random, int hosts, Time when) {
  Fault fault{.when = when, .kind = random.below(static_cast<int>(fault_kinds().size()))};
  if (!random.chance(60)) fault.host = random.below(hosts);
  const bool quick = random.chance(40);
  fault.lasts = random.between(kShortest, quick ? kQuick : kind_of(fault).longest);
  fault.other = 1 + random.below(hosts - 1);
  fault.delay = random.between(Time{0}, kLongestDelay);
  return fault;
}

int kind_called(std::string_view name) {
  const auto& kinds = fault_kinds();
  const auto found =
      std::ranges::find_if(kinds, [&](const FaultKind& each) { return name == each.name; });
  return static_cast<int>(found - kinds.begin());
}

Fault drawn_from(Random& random, const std::array<std::string_view, 4>& names, int host) {
  constexpr Time kAtLeast{4'000'000};
  constexpr Time kAtMost{15'000'000};
  Fault fault{.kind = kind_called(names.at(static_cast<std::size_t>(random.below(4))))};
  fault.host = host;
  fault.lasts = random.between(kAtLeast, kAtMost);
  return fault;
}

// What a failover is to compare rightly: a standby falls behind, anything else happens, and the
// primary is gone. While nothing else has happened the first node is primary.
Schedule draw_close_race(Random& random, int hosts, Time from) {
  constexpr Time kClose{3'000'000};
  const int behind = 1 + random.below(hosts - 1);
  Fault lag = drawn_from(
      random,
      {"one link is cut", "one way of a link is cut", "replay stands still", "the disk is slow"},
      behind);
  lag.other = hosts - behind;
  lag.when = from;
  Fault any = draw(random, hosts, from + random.between(Time{0}, kClose));
  any.host = random.below(hosts);
  Fault loss = drawn_from(
      random, {"power loss", "partition", "nothing reaches it", "the postmaster is killed"}, 0);
  loss.when = any.when + random.between(Time{0}, kClose);
  return {lag, any, loss};
}

int victim(const World& world, const Fault& fault) {
  if (fault.host >= 0) return fault.host;
  for (int host = 0; host < world.size(); ++host)
    if (world.servers.at(static_cast<std::size_t>(host))->phase == Phase::primary) return host;
  return fault.other % world.size();
}

void strike(World& world, const Fault& fault) {
  const int host = victim(world, fault);
  world.say(host, "FAULT: " + name_of(fault));
  world.note("fault: " + name_of(fault));
  kind_of(fault).begin(world, host, fault);
  world.scheduler.after(fault.lasts, [&world, &fault, host] {
    world.say(host, "over: " + name_of(fault));
    kind_of(fault).end(world, host, fault);
  });
}

}  // namespace

Schedule draw_faults(Random& random, int hosts, Time from, Time until) {
  const bool is_close = random.chance(20);
  Schedule schedule = is_close ? draw_close_race(random, hosts, from) : Schedule{};
  const int faults = is_close ? random.below(3) : 1 + random.below(5);
  Time when = is_close ? schedule.back().when : from;
  for (int index = 0; index < faults && when < until; ++index) {
    schedule.push_back(draw(random, hosts, when));
    when += random.chance(60) ? random.between(Time{0}, Time{4'000'000})
                              : random.between(Time{4'000'000}, Time{20'000'000});
  }
  return schedule;
}

void play(World& world, const Schedule& schedule) {
  for (const auto& fault : schedule)
    world.scheduler.at(fault.when, [&world, &fault] { strike(world, fault); });
}

void mend_everything(World& world) {
  world.mend_network();
  world.traps.clear();
  world.virtual_ip.announcements_lost = false;
  for (int host = 0; host < world.size(); ++host) {
    auto& machine = world.hosts.at(static_cast<std::size_t>(host));
    machine.state_full = machine.data_full = machine.answers_lost = false;
    machine.slowness = 1;
    world.resume(host);
    auto& server = *world.servers.at(static_cast<std::size_t>(host));
    server.hung = false;
    server.held.reset();
    if (!machine.powered) world.boot(host);
    world.restart_programs(host);
  }
}

std::string name_of(const Fault& fault) { return kind_of(fault).name; }

std::vector<std::string> fault_names() {
  std::vector<std::string> names;
  for (const auto& kind : fault_kinds()) names.emplace_back(kind.name);
  return names;
}

}  // namespace pgmahout::simulate
