#include "faults.hpp"

#include <fmt/format.h>

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
  Schedule schedule;
  const int faults = 1 + random.below(5);
  Time when = from;
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
