#include "world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "act/guard/gate.hpp"
#include "act/guard/hand_over.hpp"
#include "act/guard/life_check.hpp"
#include "act/guard/look_all_the_time.hpp"
#include "act/guard/mender.hpp"
#include "act/guard/restarter.hpp"
#include "act/guard/resync.hpp"
#include "act/guard/retrier.hpp"
#include "act/guard/vip_watch.hpp"
#include "act/guard/vital_watch.hpp"
#include "data_directory.hpp"
#include "model/synchronous.hpp"
#include "pgpool.hpp"
#include "ports.hpp"
#include "rejoin.hpp"

namespace pgmahout::simulate {

namespace {

constexpr ports::Duration kAlways{3'600'000};
constexpr ports::Duration kGate{20000};
constexpr Time kTick{100'000};
constexpr model::Lsn kFirst{0x3000000};

}  // namespace

World::World(std::uint64_t seed, const model::Cluster& made, const Telling& telling)
    : random(seed), cluster(made), virtual_ip(*this), ledger(*this), telling_(telling) {
  const auto effective = settings::effective_timers(cluster);
  if (!effective) throw std::logic_error(to_string(effective.error()));
  timers = *effective;
  cluster.guard_timers = {};
  cluster.postgresql.data_directory = DataDirectory::path();
  scheduler.freeze_by([this](int host) { return hosts.at(static_cast<std::size_t>(host)).paused; });
  layout.postgresql_socket = "/socket";
  layout.pcp_bin = "/pcp";
  layout.ss_command = "ss";
  layout.ip_command = "ip";
  layout.arping_command = "arping";
  const int nodes = static_cast<int>(cluster.nodes.size());
  hosts.resize(cluster.nodes.size());
  for (int id = 0; id < nodes; ++id) {
    hosts.at(static_cast<std::size_t>(id)).disk = std::make_unique<Disk>(id);
    servers.push_back(std::make_unique<Postgres>(*this, id));
    pgpools.push_back(std::make_unique<Pgpool>(*this, id));
  }
  const auto branch = std::make_shared<Branch>();
  for (int id = 0; id < nodes; ++id) {
    auto& server = *servers.at(static_cast<std::size_t>(id));
    server.branch = branch;
    server.end = kFirst;
    server.control = {.system_identifier = *model::parse_system_identifier("7000000000000000001"),
                      .consistent = true,
                      .checkpoint = {branch->number(), kFirst},
                      .wal_segment_bytes = std::uint64_t{16} << 20U,
                      .checksums = true};
    server.standby_signal = id != 0;
    server.file.follows = id == 0 ? -1 : 0;
    if (id != 0)
      servers.front()->slots.insert(cluster.nodes.at(static_cast<std::size_t>(id)).slot_name);
    if (id == 0) server.file.names = model::synchronous_names(cluster, cluster.nodes.front());
    boot(id);
  }
  every(kTick, [this] {
    for (auto& server : servers) server->tick();
    for (auto& pgpool : pgpools) pgpool->tick();
    ledger.look_at_address();
  });
}

World::~World() { scheduler.finish(); }

void World::every(Time pause, const std::function<void()>& action) {
  scheduler.after(pause, [this, pause, action] {
    action();
    every(pause, action);
  });
}

bool World::is_up(int host) const {
  const auto& machine = hosts.at(static_cast<std::size_t>(host));
  return machine.powered && !machine.paused;
}

bool World::reaches(int from, int to) const {
  if (from == to) return true;
  const auto found = cut_.find({from, to});
  return found == cut_.end() || !found->second;
}

int World::at_address(const std::string& address) const {
  const auto found = std::ranges::find(cluster.nodes, address, &model::Node::address);
  if (found == cluster.nodes.end()) throw std::logic_error("nobody has the address " + address);
  return found->id;
}

ProcessPtr World::run(int host, const std::string& name, std::function<void(Ports&)> body) {
  auto process = std::make_shared<Process>(Process{.name = name, .host = host});
  auto& processes = hosts.at(static_cast<std::size_t>(host)).processes;
  std::erase_if(processes, [](const auto& each) { return !each->alive(); });
  processes.push_back(process);
  scheduler.spawn(process, [this, host, process, body = std::move(body)] {
    Ports ports(*this, host, process);
    body(ports);
  });
  spring_trap(process);
  return process;
}

void World::spring_trap(const ProcessPtr& process) {
  const auto trap = traps.find(process->name);
  if (trap == traps.end()) return;
  scheduler.after(trap->second.delay, [this, process, trap = trap->second] {
    const Time pause = trap.pause;
    if (!process->alive()) return;
    say(process->host, process->name + (pause > Time{0} ? " stands still" : " dies"));
    if (trap.takes_pgpool) {
      kill(process->host, "follow");
      end_pgpool(process->host);
    }
    if (pause == Time{0}) return scheduler.kill(process);
    process->paused = true;
    scheduler.after(pause, [process] { process->paused = false; });
  });
}

void World::kill(int host, const std::string& name) {
  for (const auto& process : hosts.at(static_cast<std::size_t>(host)).processes)
    if (process->alive() && process->name == name) scheduler.kill(process);
}

bool World::runs(int host, const std::string& name) const {
  return std::ranges::any_of(
      hosts.at(static_cast<std::size_t>(host)).processes,
      [&](const auto& process) { return process->alive() && process->name == name; });
}

void World::boot(int host) {
  auto& machine = hosts.at(static_cast<std::size_t>(host));
  machine.powered = true;
  machine.booted = now();
  say(host, "boots");
  machine.notes.clear();
  auto& server = *servers.at(static_cast<std::size_t>(host));
  server.service = model::ServiceState::stopped;
  run(host, "systemd", [this, host](Ports& ports) {
    const auto started = start_service(host, ports::Deadline(ports.clock, kAlways));
    if (!started) ports.log->error("{}", to_string(started.error()));
  });
  start_programs(host);
  pgpools.at(static_cast<std::size_t>(host))->start();
}

void World::start_programs(int host) {
  if (!runs(host, "watch"))
    run(host, "watch", [this](Ports& ports) {
      const auto context = ports.context(kAlways);
      act::Restarter restarter(context);
      act::VitalWatch vital(context, timers);
      act::LifeCheck life(context, timers, ports.echo, ports.watchdog);
      act::HandOver hand_over(context);
      act::VipWatch vip(context);
      struct {
        act::LifeCheck& life;
        act::HandOver& hand_over;
        ports::Duration tolerated;
        void look() {
          life.look();
          hand_over.look(life.silent_for(tolerated));
        }
      } others{life, hand_over, settings::tolerated_pause(timers)};
      context.crew.run(
          {[&] { act::look_all_the_time(restarter, context.deadline, ports::Duration{50}); },
           [&] { act::look_all_the_time(vital, context.deadline, ports::Duration{250}); },
           [&] { act::look_all_the_time(vip, context.deadline, ports::Duration{1000}); },
           [&] { act::look_all_the_time(others, context.deadline, ports::Duration{100}); }});
    });
  if (!runs(host, "heal"))
    run(host, "heal", [](Ports& ports) {
      const auto context = ports.context(kAlways);
      act::Mender mender(context);
      act::Retrier retrier(context);
      act::Resync resync(context);
      Rejoiner rejoiner(ports, context);
      context.crew.run(
          {[&] { act::look_all_the_time(mender, context.deadline, ports::Duration{1000}); },
           [&] { act::look_all_the_time(retrier, context.deadline, ports::Duration{1000}); },
           [&] { act::look_all_the_time(resync, context.deadline, ports::Duration{5000}); },
           [&] { act::look_all_the_time(rejoiner, context.deadline, ports::Duration{1000}); }});
    });
}

void World::end_pgpool(int host) {
  constexpr Time kAtOnce{2'000'000};  // RestartSec of the unit
  constexpr Time kLater{2'500'000};
  auto& pgpool = *pgpools.at(static_cast<std::size_t>(host));
  pgpool.crash();
  scheduler.after(random.between(kAtOnce, kLater), [this, host, &pgpool] {
    if (hosts.at(static_cast<std::size_t>(host)).powered && !pgpool.runs()) pgpool.start();
  });
}

void World::restart_programs(int host) {
  if (hosts.at(static_cast<std::size_t>(host)).powered) start_programs(host);
  auto& pgpool = *pgpools.at(static_cast<std::size_t>(host));
  if (hosts.at(static_cast<std::size_t>(host)).powered && !pgpool.runs()) pgpool.start();
}

void World::lose_power(int host) {
  auto& machine = hosts.at(static_cast<std::size_t>(host));
  if (!machine.powered) return;
  say(host, "loses power");
  machine.powered = machine.paused = false;
  servers.at(static_cast<std::size_t>(host))->crash();
  for (const auto& process : machine.processes) scheduler.kill(process);
  machine.processes.clear();
  virtual_ip.drop(host);
  for (const auto& record : machine.disk->lose_power()) ledger.lost(host, record);
}

void World::pause(int host) {
  say(host, "stands still");
  hosts.at(static_cast<std::size_t>(host)).paused = true;
}

void World::resume(int host) {
  auto& machine = hosts.at(static_cast<std::size_t>(host));
  if (!machine.paused) return;
  say(host, "goes on");
  machine.paused = false;
  machine.resumed = now();
}

// systemd does it, and goes on when whoever asked for it is killed.
model::Result<void> World::start_service(int host, const ports::Deadline& deadline) {
  auto& server = *servers.at(static_cast<std::size_t>(host));
  if (server.runs()) return {};
  if (server.service == model::ServiceState::changing)
    return std::unexpected(model::Error{.what = "it is being started already"});
  server.service = model::ServiceState::changing;
  const auto outcome = std::make_shared<model::Result<void>>();
  const auto job =
      run(host, "systemd", [this, host, outcome](Ports&) { *outcome = start_unit(host); });
  while (job->alive() && !deadline.over()) scheduler.sleep(Time{10'000});
  if (!job->alive()) return *outcome;
  return std::unexpected(
      model::Error{.kind = model::ErrorKind::no_answer, .what = "it is being started still"});
}

model::Result<void> World::start_unit(int host) {
  auto& server = *servers.at(static_cast<std::size_t>(host));
  const auto passed = std::make_shared<std::optional<model::Result<void>>>();
  const auto gate =
      run(host, "gate", [passed](Ports& ports) { *passed = act::pass_gate(ports.context(kGate)); });
  while (gate->alive()) scheduler.sleep(Time{10'000});
  const bool open = *passed && **passed;
  if (!open) {
    server.service = model::ServiceState::failed;
    return std::unexpected(*passed ? (*passed)->error()
                                   : model::Error{.what = "the gate was killed"});
  }
  // "could not write lock file": not even the postmaster begins.
  if (hosts.at(static_cast<std::size_t>(host)).data_full) {
    server.service = model::ServiceState::failed;
    return std::unexpected(model::Error{.what = "no space left"});
  }
  server.start();
  server.service = model::ServiceState::running;
  while (server.phase == Phase::starting) scheduler.sleep(Time{10'000});
  return {};
}

void World::note(const std::string& what) {
  if (telling_.coverage) ++seen_[what];
}

void World::heard(int host, const std::string& process, const std::string& message) {
  say(host, process + ": " + message);
  if (telling_.coverage) count_message(process, message, seen_);
}

void World::say(int host, const std::string& what) {
  if (telling_.story)
    story_.push_back(
        fmt::format("{:9.3f} n{} {}", static_cast<double>(now().count()) / 1e6, host, what));
}

}  // namespace pgmahout::simulate
