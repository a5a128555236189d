#include "fault_kinds.hpp"

#include <algorithm>
#include <array>

#include "act/failover/failover.hpp"
#include "pgpool.hpp"
#include "ports.hpp"

namespace pgmahout::simulate {

namespace {

constexpr Time kLongest{15'000'000};
constexpr Time kToStartAgain{1'500'000};  // RestartSec of the guard's units, and what follows
constexpr Time kPgpoolAgain{2'500'000};   // of Pgpool-II's

constexpr Time kMiddleDelay{2'000'000};
constexpr Time kSlower{500'000};  // of a fault's delay: so much slower is a disk

Host& host_of(World& world, int host) { return world.hosts.at(static_cast<std::size_t>(host)); }

Postgres& server_of(World& world, int host) {
  return *world.servers.at(static_cast<std::size_t>(host));
}

Pgpool& pgpool_of(World& world, int host) {
  return *world.pgpools.at(static_cast<std::size_t>(host));
}

int other_of(const World& world, int host, const Fault& fault) {
  return (host + fault.other) % world.size();
}

void cut_off(World& world, int host, bool in, bool out, bool cut) {
  for (int other = 0; other < world.size(); ++other) {
    if (other == host) continue;
    if (in) world.cut(other, host, cut);
    if (out) world.cut(host, other, cut);
  }
}

// The host and another one on one side, all the rest on the other.
void cut_in_two(World& world, int host, const Fault& fault, bool cut) {
  const int ally = other_of(world, host, fault);
  for (int other = 0; other < world.size(); ++other) {
    if (other == host || other == ally) continue;
    for (const int each : {host, ally}) {
      world.cut(each, other, cut);
      world.cut(other, each, cut);
    }
  }
}

void nothing(World& /*world*/, int /*host*/, const Fault& /*fault*/) {}

void start_programs(World& world, int host, const Fault& /*fault*/) {
  world.restart_programs(host);
}

void power_on(World& world, int host, const Fault& /*fault*/) {
  if (!host_of(world, host).powered) world.boot(host);
}

// As somebody does who types the command, or a Pgpool-II that leads the other half of a network.
void run_failover(World& world, int host, int lost, int proposed) {
  world.run(host, "failover", [lost, proposed = proposed % world.size()](Ports& ports) {
    const auto context = ports.context(ports::Duration{60000});
    const bool is_primary = server_of(ports.world, lost).phase == Phase::primary;
    const decide::PgpoolCall call{.node_id = lost,
                                  .host = "",
                                  .new_main_id = proposed,
                                  .old_primary_id = is_primary ? lost : -1};
    const auto done = act::failover(context, call);
    if (!done) context.log.error("{}", to_string(done.error()));
  });
}

// One that a failover has not frozen.
bool is_standby_at_work(const Postgres& server) {
  return server.phase == Phase::recovery && !server.promoting && server.file.follows >= 0;
}

void fill(World& world, int host, const Fault& fault) {
  host_of(world, host).data_full = true;
  server_of(world, host).run_out_of_space(fault.delay);
}

void cut_link(World& world, int host, const Fault& fault, bool both, bool cut) {
  const int other = other_of(world, host, fault);
  world.cut(host, other, cut);
  if (both) world.cut(other, host, cut);
}

constexpr std::array kKinds{
    FaultKind{"the postmaster is killed", kLongest,
              [](World& world, int host, const Fault&) { server_of(world, host).crash(); },
              nothing},
    FaultKind{"power loss", kLongest,
              [](World& world, int host, const Fault&) { world.lose_power(host); }, power_on},
    FaultKind{"all lose power", kLongest,
              [](World& world, int, const Fault& fault) {
                for (int host = 0; host < world.size(); ++host) {
                  world.lose_power(host);
                  world.scheduler.after(fault.delay * ((host + fault.other) % world.size()),
                                        [&world, host, fault] { power_on(world, host, fault); });
                }
              },
              nothing},
    FaultKind{"pause", kLongest, [](World& world, int host, const Fault&) { world.pause(host); },
              [](World& world, int host, const Fault&) { world.resume(host); }},
    FaultKind{
        "partition", kLongest,
        [](World& world, int host, const Fault&) { cut_off(world, host, true, true, true); },
        [](World& world, int host, const Fault&) { cut_off(world, host, true, true, false); }},
    FaultKind{
        "nothing reaches it", kLongest,
        [](World& world, int host, const Fault&) { cut_off(world, host, true, false, true); },
        [](World& world, int host, const Fault&) { cut_off(world, host, true, false, false); }},
    FaultKind{
        "nothing comes from it", kLongest,
        [](World& world, int host, const Fault&) { cut_off(world, host, false, true, true); },
        [](World& world, int host, const Fault&) { cut_off(world, host, false, true, false); }},
    FaultKind{"one link is cut", kLongest,
              [](World& world, int host, const Fault& fault) {
                cut_link(world, host, fault, true, true);
              },
              [](World& world, int host, const Fault& fault) {
                cut_link(world, host, fault, true, false);
              }},
    FaultKind{"one way of a link is cut", kLongest,
              [](World& world, int host, const Fault& fault) {
                cut_link(world, host, fault, false, true);
              },
              [](World& world, int host, const Fault& fault) {
                cut_link(world, host, fault, false, false);
              }},
    FaultKind{
        "the network falls in two", kLongest,
        [](World& world, int host, const Fault& fault) { cut_in_two(world, host, fault, true); },
        [](World& world, int host, const Fault& fault) { cut_in_two(world, host, fault, false); }},
    FaultKind{"connections to the server are reset", kLongest,
              [](World& world, int host, const Fault&) { server_of(world, host).reset(); },
              nothing},
    FaultKind{
        "what the agents answer is lost", kLongest,
        [](World& world, int host, const Fault&) { host_of(world, host).answers_lost = true; },
        [](World& world, int host, const Fault&) { host_of(world, host).answers_lost = false; }},
    FaultKind{"the postmaster is stopped by SIGSTOP", kLongest,
              [](World& world, int host, const Fault&) {
                server_of(world, host).hung = server_of(world, host).runs();
              },
              [](World& world, int host, const Fault&) { server_of(world, host).hung = false; }},
    FaultKind{"replay stands still", kLongest,
              [](World& world, int host, const Fault&) { server_of(world, host).hold_replay(); },
              [](World& world, int host, const Fault&) { server_of(world, host).held.reset(); }},
    FaultKind{"Pgpool-II is killed", kPgpoolAgain,
              [](World& world, int host, const Fault&) { pgpool_of(world, host).crash(); },
              start_programs},
    FaultKind{"guard watch is killed", kToStartAgain,
              [](World& world, int host, const Fault&) { world.kill(host, "watch"); },
              start_programs},
    FaultKind{"guard heal is killed", kToStartAgain,
              [](World& world, int host, const Fault&) { world.kill(host, "heal"); },
              start_programs},
    FaultKind{"failover is killed", kLongest,
              [](World& world, int host, const Fault&) { world.kill(host, "failover"); }, nothing},
    FaultKind{"the agents are killed", kLongest,
              [](World& world, int host, const Fault&) { world.kill(host, "agent"); }, nothing},
    FaultKind{"failovers die on their way", kLongest,
              [](World& world, int, const Fault& fault) {
                world.traps["failover"] = {fault.delay, Time{0}};
              },
              [](World& world, int, const Fault&) { world.traps.erase("failover"); }},
    FaultKind{"failovers stand still on their way", kLongest,
              [](World& world, int, const Fault& fault) {
                world.traps["failover"] = {fault.delay / 2, fault.lasts};
              },
              [](World& world, int, const Fault&) { world.traps.erase("failover"); }},
    FaultKind{"agents die on their way", kLongest,
              [](World& world, int, const Fault& fault) {
                world.traps["agent"] = {fault.delay / 20, Time{0}};
              },
              [](World& world, int, const Fault&) { world.traps.erase("agent"); }},
    FaultKind{"gates die on their way", kLongest,
              [](World& world, int, const Fault& fault) {
                world.traps["gate"] = {fault.delay / 4, Time{0}};
              },
              [](World& world, int, const Fault&) { world.traps.erase("gate"); }},
    FaultKind{"two run failover at once", kLongest,
              [](World& world, int host, const Fault& fault) {
                run_failover(world, other_of(world, host, fault), host, host + 1);
                world.scheduler.after(fault.delay / 10, [&world, host] {
                  run_failover(world, (host + world.size() - 1) % world.size(), host, host + 2);
                });
              },
              nothing},
    FaultKind{"the server is started by hand", kLongest,
              [](World& world, int host, const Fault&) {
                auto& server = server_of(world, host);
                if (host_of(world, host).powered && !server.runs()) server.start();
              },
              nothing},
    // Where commits wait for nobody that is a second writer, which is the hand's doing; and of two
    // on one timeline nobody can tell which is right.
    FaultKind{"a standby is promoted by hand", kLongest,
              [](World& world, int host, const Fault& fault) {
                const bool waits = world.cluster.replication.synchronous != model::Synchronous::off;
                auto& standby = server_of(world, other_of(world, host, fault));
                const auto next = standby.branch->number().number + 1;
                const auto takes_it = [&](const auto& server) {
                  return server->promoting || server->branch->number().number == next;
                };
                bool failing_over = false;
                for (int each = 0; each < world.size(); ++each)
                  failing_over |= world.runs(each, "failover");
                if (waits && !failing_over && std::ranges::none_of(world.servers, takes_it))
                  standby.promote(true);
              },
              nothing},
    FaultKind{"a standby is told to follow another one", kLongest,
              [](World& world, int host, const Fault& fault) {
                const int upstream = other_of(world, host, fault);
                for (int each = 0; each < world.size(); ++each) {
                  auto& standby = server_of(world, each);
                  if (each == upstream || !is_standby_at_work(standby) ||
                      !is_standby_at_work(server_of(world, upstream)))
                    continue;
                  return standby.follow_by_hand(upstream);
                }
              },
              nothing},
    FaultKind{
        "no space for records", kLongest,
        [](World& world, int host, const Fault&) { host_of(world, host).state_full = true; },
        [](World& world, int host, const Fault&) { host_of(world, host).state_full = false; }},
    FaultKind{"no space for PostgreSQL", kLongest,
              [](World& world, int host, const Fault& fault) { fill(world, host, fault); },
              [](World& world, int host, const Fault&) { host_of(world, host).data_full = false; }},
    FaultKind{"no space at all", kLongest,
              [](World& world, int host, const Fault& fault) {
                host_of(world, host).state_full = true;
                fill(world, host, fault);
              },
              [](World& world, int host, const Fault&) {
                host_of(world, host).state_full = host_of(world, host).data_full = false;
              }},
    FaultKind{"the disk is slow", kLongest,
              [](World& world, int host, const Fault& fault) {
                host_of(world, host).slowness = 2 + static_cast<int>(fault.delay / kSlower);
              },
              [](World& world, int host, const Fault&) { host_of(world, host).slowness = 1; }},
    // To a minute before or after what it was.
    FaultKind{"the clock is set", kLongest,
              [](World& world, int host, const Fault& fault) {
                const Time jump = 30 * (fault.delay - kMiddleDelay);
                auto& clock = host_of(world, host).clock;
                clock = {.set_at = world.now(), .wrong_by = jump};
                if (jump > world.timers.wal_sender_timeout)
                  server_of(world, host).take_all_for_silent();
              },
              nothing},
    // The others keep the lock that it had them take.
    FaultKind{"leaders die while the others are told to follow", kLongest,
              [](World& world, int, const Fault& fault) {
                world.traps["follow_primary"] = {fault.delay / 10, Time{0}, true};
              },
              [](World& world, int, const Fault&) { world.traps.erase("follow_primary"); }},
    FaultKind{"the virtual IP is added to another host", kLongest,
              [](World& world, int host, const Fault& fault) {
                const int other = other_of(world, host, fault);
                if (host_of(world, other).powered) world.virtual_ip.take(other);
              },
              nothing},
    // Its guard tells of the address once more 7 and 15 seconds after it came.
    FaultKind{"what is told of the virtual IP is lost", Time{6'000'000},
              [](World& world, int, const Fault&) { world.virtual_ip.announcements_lost = true; },
              [](World& world, int, const Fault&) { world.virtual_ip.announcements_lost = false; }},
    FaultKind{
        "escalations die on their way", kLongest,
        [](World& world, int host, const Fault& fault) {
          world.traps["escalation"] = world.traps["de_escalation"] = {fault.delay / 20, Time{0}};
          pgpool_of(world, other_of(world, host, fault)).crash();
        },
        [](World& world, int host, const Fault& fault) {
          world.traps.erase("escalation");
          world.traps.erase("de_escalation");
          start_programs(world, other_of(world, host, fault), fault);
        }},
    FaultKind{"a node is detached", kLongest,
              [](World& world, int host, const Fault&) {
                (void)pgpool_of(world, host).pcp({"/pcp_detach_node", std::to_string(host)});
              },
              nothing},
};

}  // namespace

std::span<const FaultKind> fault_kinds() { return kKinds; }

}  // namespace pgmahout::simulate
