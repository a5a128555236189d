#include "faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
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

constexpr Time kClose{3'000'000};

Fault drawn_from(Random& random, std::span<const std::string_view> names, int host, Time when) {
  constexpr Time kAtLeast{4'000'000};
  constexpr Time kAtMost{15'000'000};
  const auto name = names[static_cast<std::size_t>(random.below(static_cast<int>(names.size())))];
  Fault fault{.when = when, .kind = kind_called(name), .host = host};
  fault.lasts = random.between(kAtLeast, kAtMost);
  fault.other = 1;
  fault.delay = random.between(Time{0}, kLongestDelay);
  return fault;
}

Fault drawn(Random& random, std::string_view name, int host, Time when) {
  return drawn_from(random, {&name, 1}, host, when);
}

constexpr std::array<std::string_view, 4> kLosses{"power loss", "partition", "nothing reaches it",
                                                  "the postmaster is killed"};

// While nothing else has happened the first node is primary.
constexpr int kPrimary = 0;
constexpr int kWhoeverIsPrimary = -1;

Fault draw_lag(Random& random, int hosts, Time from) {
  constexpr std::array<std::string_view, 4> kLags{"one link is cut", "one way of a link is cut",
                                                  "replay stands still", "the disk is slow"};
  const int behind = 1 + random.below(hosts - 1);
  Fault lag = drawn_from(random, kLags, behind, from);
  lag.other = hosts - behind;
  return lag;
}

// What a failover is to compare rightly: a standby falls behind, anything else happens, and the
// primary is gone.
Schedule draw_close_race(Random& random, int hosts, Time from) {
  const Fault lag = draw_lag(random, hosts, from);
  Fault any = draw(random, hosts, from + random.between(Time{0}, kClose));
  any.host = random.below(hosts);
  return {lag, any,
          drawn_from(random, kLosses, kPrimary, any.when + random.between(Time{0}, kClose))};
}

// What the standbys had received they know no more when they are compared.
Schedule draw_crashes(Random& random, int hosts, Time from) {
  Schedule schedule{draw_lag(random, hosts, from)};
  const Time when = from + random.between(Time{500'000}, kClose);
  schedule.push_back(drawn(random, "power loss", kPrimary, when));
  for (int host = 1; host < hosts; ++host)
    schedule.push_back(drawn(random, "the postmaster is killed", host,
                             when + random.between(Time{0}, Time{4'000'000})));
  return schedule;
}

// A standby that is alone with the primary gets what nobody else will have, is away when another
// one is promoted, and back when that one is gone.
Schedule draw_straggler(Random& random, int hosts, Time from) {
  constexpr Time kToBeReplaced{9'000'000};
  Fault cut = drawn(random, "the network falls in two", kPrimary, from);
  cut.other = 1 + random.below(hosts - 1);
  cut.lasts = random.between(kToBeReplaced - kClose, kToBeReplaced);
  const Time healed = cut.when + cut.lasts;
  return {cut, drawn(random, "power loss", kPrimary, healed - Time{500'000}),
          drawn_from(random, kLosses, kWhoeverIsPrimary, healed + random.between(Time{0}, kClose))};
}

// Somebody types the command while Pgpool-II runs it, or two do.
Schedule draw_two_failovers(Random& random, int hosts, Time from) {
  const Fault loss = drawn_from(random, kLosses, kPrimary, from);
  Fault two = drawn(random, "two run failover at once", kPrimary,
                    from + random.between(Time{0}, 2 * kClose));
  two.other = 1 + random.below(hosts - 1);
  return {loss, two};
}

// The guard that is to stop a primary which is cut off is itself late.
Schedule draw_late_fence(Random& random, int /*hosts*/, Time from) {
  constexpr std::array<std::string_view, 3> kCuts{"partition", "nothing reaches it",
                                                  "nothing comes from it"};
  Fault late =
      drawn(random, "guard watch is killed", kPrimary, from + random.between(kShortest, kClose));
  late.lasts = random.between(kShortest, kQuick);
  return {drawn_from(random, kCuts, kPrimary, from), late};
}

struct Opening {
  int percent;
  Schedule (*draw)(Random& random, int hosts, Time from);
};

constexpr std::array kOpenings{Opening{15, draw_close_race}, Opening{5, draw_crashes},
                               Opening{5, draw_straggler}, Opening{5, draw_two_failovers},
                               Opening{5, draw_late_fence}};

// How a day begins: mostly with nothing in particular.
Schedule draw_opening(Random& random, int hosts, Time from) {
  int drawn = random.below(100);
  for (const auto& opening : kOpenings) {
    if (drawn < opening.percent) return opening.draw(random, hosts, from);
    drawn -= opening.percent;
  }
  return {};
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
  Schedule schedule = draw_opening(random, hosts, from);
  const int faults = schedule.empty() ? 1 + random.below(5) : random.below(3);
  Time when = schedule.empty() ? from : schedule.back().when;
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
