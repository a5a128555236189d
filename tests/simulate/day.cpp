#include "day.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pgpool.hpp"

namespace pgmahout::simulate {

namespace {

constexpr Time kWhole{8'000'000};
constexpr Time kFaults{40'000'000};
constexpr Time kToHeal{60'000'000};
// Of a day that is well for so long nothing more is to come: the guard's slowest look is every 5 s,
// and what waits longer than that waits because something is not well.
constexpr Time kWellFor{12'000'000};
constexpr Time kSecond{1'000'000};
constexpr Time kBetweenRows{100'000};
constexpr Time kBetweenVisits{500'000};
constexpr Time kWithoutRows{5'000'000};
// Faults are drawn by a generator of their own, so that a day without one of them is the same day.
constexpr std::uint64_t kOfFaults = 0x6661756C74;

int hosts_of(std::uint64_t number) { return number % 8 == 7 ? 5 : 3; }

// On one day the first primary's host leads, on another the next one's.
int priority_of(int id, std::uint64_t number) {
  const auto hosts = static_cast<std::uint64_t>(hosts_of(number));
  return 128 - static_cast<int>((static_cast<std::uint64_t>(id) + number / 8) % hosts);
}

model::Node node_of(int id, std::uint64_t number) {
  model::Node node;
  node.id = id;
  node.name = "n" + std::to_string(id);
  node.address = "192.0.2." + std::to_string(id + 1);
  node.slot_name = node.name;
  node.watchdog_priority = priority_of(id, number);
  return node;
}

model::Cluster cluster_of(std::uint64_t number) {
  model::Cluster cluster;
  cluster.name = "simulated";
  cluster.vip = "192.0.2.100";
  cluster.failover_profile = model::FailoverProfile::fast;
  cluster.rejoin = model::Rejoin::manual;
  cluster.restart_first = number % 4 != 2;
  cluster.pgpool.version = {4, 3, 5};
  for (int id = 0; id < hosts_of(number); ++id) cluster.nodes.push_back(node_of(id, number));
  cluster.replication.confirmations = hosts_of(number) > 3 ? 2 : 1;
  if (number % 8 == 3) {
    cluster.replication.synchronous = model::Synchronous::off;
    cluster.replication.durability = model::Durability::preferred;
  }
  return cluster;
}

// Clients that write straight to every server, so that a second primary cannot hide.
void write(World& world) {
  for (auto& server : world.servers)
    if (server->phase == Phase::primary) server->commit(world.ledger.attempt());
  world.scheduler.after(kBetweenRows, [&world] { write(world); });
}

// And some as clients do: to whoever answers for the virtual IP, and where Pgpool-II sends them.
void write_through_address(World& world) {
  world.scheduler.after(kBetweenVisits, [&world] { write_through_address(world); });
  const auto host = world.virtual_ip.reach();
  if (!host) return;
  const auto node = world.pgpools.at(static_cast<std::size_t>(*host))->routes_to();
  if (!node || !world.is_up(*node) || !world.both_ways(*host, *node)) return;
  auto& server = *world.servers.at(static_cast<std::size_t>(*node));
  if (server.phase == Phase::primary) server.commit(world.ledger.attempt_through_address());
}

// When the last fault has been over for a while, which may have left something behind.
Time end_of(const Schedule& schedule) {
  Time end{0};
  for (const auto& fault : schedule) end = std::max(end, fault.when + fault.lasts);
  return std::min(kFaults, end + kWellFor);
}

bool writes_come_in(const World& world) {
  return world.now() - world.ledger.last_acknowledged() <= kWithoutRows &&
         world.now() - world.ledger.last_through_address() <= kWithoutRows;
}

// One server takes writes, all others stream from it, nobody is at a failover, and the clients get
// there by the virtual IP.
bool is_whole(const World& world) {
  if (!world.virtual_ip.is_at_home() || !writes_come_in(world)) return false;
  const auto primary = std::ranges::find(world.servers, Phase::primary,
                                         [](const auto& server) { return server->phase; });
  if (primary == world.servers.end()) return false;
  for (int host = 0; host < world.size(); ++host) {
    const auto& server = world.servers.at(static_cast<std::size_t>(host));
    const bool follows =
        server->phase == Phase::recovery && server->source() == primary - world.servers.begin();
    if (world.runs(host, "failover") || (server != *primary && !follows)) return false;
  }
  return true;
}

void heal(World& world) {
  mend_everything(world);
  const Time latest = world.now() + kToHeal;
  Time well{0};
  while (world.now() < latest && well < kWellFor) {
    world.scheduler.run_until(world.now() + kSecond);
    well = is_whole(world) ? well + kSecond : Time{0};
  }
}

}  // namespace

Schedule schedule_of(std::uint64_t number) {
  Random random(number ^ kOfFaults);
  return draw_faults(random, hosts_of(number), kWhole, kFaults);
}

Day live(std::uint64_t number, const Schedule& schedule, const Telling& telling) {
  World world(number, cluster_of(number), telling);
  world.icmp_passes = number % 4 != 1;
  write(world);
  write_through_address(world);
  play(world, schedule);
  world.scheduler.run_until(end_of(schedule));
  heal(world);
  world.ledger.audit();
  Day day{.number = number,
          .broken = world.ledger.broken(),
          .story = world.story(),
          .seen = world.seen(),
          .acknowledged = world.ledger.acknowledged(),
          .promotions = world.ledger.promotions()};
  if (world.now() - world.ledger.last_acknowledged() > kWithoutRows)
    day.broken.push_back(
        fmt::format("in the end nobody can write, since {:.1f} s",
                    static_cast<double>(world.ledger.last_acknowledged().count()) / 1e6));
  if (world.now() - world.ledger.last_through_address() > kWithoutRows)
    day.broken.push_back(
        fmt::format("in the end nobody can write through the virtual IP, since {:.1f} s",
                    static_cast<double>(world.ledger.last_through_address().count()) / 1e6));
  world.scheduler.finish();
  return day;
}

}  // namespace pgmahout::simulate
