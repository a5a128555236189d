#include "ports.hpp"

#include <spdlog/sinks/sink.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "model/exit_code.hpp"
#include "model/fence.hpp"
#include "pgpool.hpp"

namespace pgmahout::simulate {

namespace {

using model::Error;
using model::ErrorKind;
using std::chrono::duration_cast;

Time time_of(ports::Duration duration) { return duration_cast<Time>(duration); }

// Lets the world hear what a process logs.
class StorySink : public spdlog::sinks::sink {
 public:
  StorySink(World& world, int host) : world_(world), host_(host) {}
  void log(const spdlog::details::log_msg& message) override {
    world_.heard(host_, {message.logger_name.data(), message.logger_name.size()},
                 {message.payload.data(), message.payload.size()});
  }
  void flush() override {}
  void set_pattern(const std::string& /*pattern*/) override {}
  void set_formatter(std::unique_ptr<spdlog::formatter> /*formatter*/) override {}

 private:
  World& world_;
  int host_;
};

std::shared_ptr<spdlog::logger> logger_of(World& world, int host, const std::string& name) {
  if (world.listens())
    return std::make_shared<spdlog::logger>(name, std::make_shared<StorySink>(world, host));
  auto log = std::make_shared<spdlog::logger>(name);
  log->set_level(spdlog::level::off);
  return log;
}

void read_certificate(World& world, std::string_view line) {
  if (!line.contains("\"certificate\"")) return;
  const auto said = nlohmann::json::parse(line);
  const auto to =
      std::ranges::find(world.cluster.nodes, said.at("to").get<std::string>(), &model::Node::name);
  world.ledger.certified(to->id, said.at("loss"));
}

}  // namespace

std::unexpected<Error> no_answer(const std::string& what) {
  return std::unexpected(Error{.kind = ErrorKind::no_answer, .what = what});
}

Ports::Ports(World& the_world, int the_host, ProcessPtr the_process)
    : world(the_world),
      host(the_host),
      process(std::move(the_process)),
      log(logger_of(world, host, process->name)) {}

act::Context Ports::context(ports::Duration deadline) {
  return {.cluster = world.cluster,
          .self = world.cluster.nodes.at(static_cast<std::size_t>(host)),
          .layout = world.layout,
          .shell = shell,
          .sql = sql,
          .server = server,
          .pgpool = pgpool,
          .addresses = addresses,
          .store = store,
          .crew = crew,
          .deadline = {clock, deadline},
          .log = *log};
}

void Ports::spend(Time least, Time most) {
  world.scheduler.sleep(world.random.between(least, most) * own_host().slowness);
}

model::Result<void> Ports::get_through(int node, const ports::Deadline& deadline,
                                       const std::string& words) {
  constexpr Time kThreeRequests{3'000'000};
  std::optional<Time> unresolved;
  if (world.random.chance(40))
    unresolved = world.now() + world.random.between(Time{0}, kThreeRequests);
  while (!world.is_up(node) || !world.both_ways(host, node)) {
    if (deadline.over()) return no_answer(words);
    if (unresolved && world.now() >= *unresolved)
      return std::unexpected(
          Error{.what = words + ": No route to host",
                .node = world.cluster.nodes.at(static_cast<std::size_t>(node)).name});
    spend(Time{50'000}, Time{50'000});
  }
  return {};
}

void Ports::wait_out(const ports::Deadline& deadline) {
  while (!deadline.over()) world.scheduler.sleep(time_of(deadline.remaining()) + Time{1});
}

ports::TimePoint Ports::Clock::now() const { return ports::TimePoint(owner_.world.now()); }
void Ports::Clock::sleep_for(ports::Duration duration) {
  owner_.world.scheduler.sleep(time_of(duration));
}
ports::Duration Ports::Clock::uptime() const {
  return duration_cast<ports::Duration>(owner_.world.now() - owner_.own_host().booted);
}
std::chrono::system_clock::time_point Ports::Clock::wall_time() const {
  return std::chrono::system_clock::time_point(owner_.own_host().clock.at(owner_.world.now()));
}

void Ports::Crew::run(const std::vector<std::function<void()>>& pieces) {
  owner_.world.scheduler.together(pieces);
}

std::optional<int> Ports::Server::postmaster() {
  const auto& server = owner_.own_server();
  return server.runs() ? std::optional(server.incarnation) : std::nullopt;
}
model::Result<model::ControlData> Ports::Server::control_data(const ports::Deadline& /*deadline*/) {
  owner_.spend(Time{5000}, Time{20'000});
  return owner_.own_server().control;
}
model::Result<model::ServiceState> Ports::Server::service_state(
    const ports::Deadline& /*deadline*/) {
  owner_.spend(Time{3000}, Time{15'000});
  return owner_.own_server().service;
}
model::Result<void> Ports::Server::start(const ports::Deadline& deadline) {
  return owner_.world.start_service(owner_.host, deadline);
}
void Ports::Server::ask_to_stop() { owner_.own_server().stop_in_order(); }

model::Result<void> Ports::Server::stop(ports::StopMode mode, const ports::Deadline& deadline) {
  auto& server = owner_.own_server();
  owner_.spend(Time{10'000}, Time{60'000});
  if (mode == ports::StopMode::orderly) {
    server.stop_in_order();
    while (server.runs()) {
      if (deadline.over()) return no_answer("the postmaster does not end");
      owner_.spend(Time{10'000}, Time{10'000});
    }
    server.service = model::ServiceState::stopped;
    return {};
  }
  // A stopped process takes SIGKILL only, which comes after half of the time.
  if (server.hung) owner_.wait_out(deadline.within(deadline.remaining() / 2));
  server.crash();
  return {};
}
bool Ports::Server::has_standby_signal() { return owner_.own_server().standby_signal; }
std::optional<std::uint64_t> Ports::Server::free_bytes() {
  return owner_.own_host().data_full ? std::uint64_t{0} : std::uint64_t{1} << 40U;
}
model::Result<void> Ports::Server::set_standby_signal(bool present) {
  owner_.spend(Time{500}, Time{10'000});
  owner_.own_server().standby_signal = present;
  return {};
}

std::string Ports::Server::data_file(const std::string& name) {
  const auto& server = owner_.own_server();
  if (name == "pg_wal/" + history_file_name(server.branch->number()))
    return server.branch->history();
  const int follows = server.file.follows;
  if (name != "postgresql.auto.conf" || follows < 0) return "";
  return "primary_conninfo = 'host=''" + owner_.world.address_of(follows) + "'''\n";
}
model::Result<void> Ports::Server::leave_note(const std::string& name, std::string_view content) {
  owner_.own_host().notes[name] = content;
  return {};
}

bool Ports::LocalPgpool::runs() { return owner_.own_pgpool().runs(); }
model::Result<void> Ports::LocalPgpool::end() {
  if (!runs()) return std::unexpected(Error{.what = "no Pgpool-II runs"});
  owner_.world.end_pgpool(owner_.host);
  return {};
}
// Nobody talks PCP here and then says nothing.
int Ports::LocalPgpool::end_conversations() { return 0; }

std::string Ports::Addresses::device_with(const std::string& address) {
  const auto& world = owner_.world;
  const bool here = address == world.cluster.vip ? world.virtual_ip.is_at(owner_.host)
                                                 : address == world.address_of(owner_.host);
  return here ? "eth0" : "";
}

model::Result<std::optional<std::string>> Ports::Store::read(const std::string& name) {
  return owner_.own_host().disk->read(name);
}

// The product's own store does it at once, and all see it. That it is on the disk comes later: who
// is killed meanwhile has left what a loss of power takes away, unless somebody syncs it before the
// system does.
template <typename Change>
auto Ports::Store::change(const std::string& name, bool needs_space, const Change& change)
    -> decltype(change(std::declval<ports::Store&>())) {
  constexpr Time kWrittenAnyway{5'000'000};  // commit interval of ext4's journal
  owner_.spend(Time{500}, Time{10'000});
  auto& machine = owner_.own_host();
  if (needs_space && machine.state_full) return std::unexpected(Error{.what = "no space left"});
  auto done = change(machine.disk->store());
  machine.disk->changed(name);
  if (name == model::kFenceRecord) machine.fenced = owner_.world.now();
  owner_.world.scheduler.after(kWrittenAnyway, [&machine] { machine.disk->settle(); });
  owner_.spend(Time{200}, Time{5000});
  machine.disk->settle();
  if (done) machine.disk->promise(name);
  return done;
}

model::Result<void> Ports::Store::write(const std::string& name, std::string_view content) {
  return change(name, true, [&](ports::Store& store) { return store.write(name, content); });
}
model::Result<std::optional<std::string>> Ports::Store::exchange(const std::string& name,
                                                                 std::string_view content) {
  return change(name, true, [&](ports::Store& store) { return store.exchange(name, content); });
}
model::Result<void> Ports::Store::append(const std::string& name, std::string_view line) {
  read_certificate(owner_.world, line);
  return change(name, true, [&](ports::Store& store) { return store.append(name, line); });
}
model::Result<void> Ports::Store::remove(const std::string& name) {
  return change(name, false, [&](ports::Store& store) { return store.remove(name); });
}
model::Result<bool> Ports::Store::replace_if(const std::string& name, std::string_view before,
                                             std::string_view after) {
  return change(name, true,
                [&](ports::Store& store) { return store.replace_if(name, before, after); });
}
model::Result<bool> Ports::Store::remove_if(const std::string& name, std::string_view content) {
  return change(name, false, [&](ports::Store& store) { return store.remove_if(name, content); });
}

model::Result<void> Ports::Echo::call(const std::string& address) {
  const int node = owner_.world.at_address(address);
  const auto& world = owner_.world;
  if (world.icmp_passes && world.is_up(node) && world.both_ways(owner_.host, node))
    heard_.insert(node);
  return {};
}
bool Ports::Echo::heard(const std::string& address) {
  return heard_.erase(owner_.world.at_address(address)) > 0;
}
bool Ports::Echo::answers(const std::string& address, std::uint16_t /*port*/,
                          const ports::Deadline& deadline) {
  const int node = owner_.world.at_address(address);
  while (!owner_.world.is_up(node) || !owner_.world.both_ways(owner_.host, node)) {
    if (deadline.over()) return false;
    owner_.spend(Time{50'000}, Time{50'000});
  }
  return true;
}

model::Result<void> Ports::Watchdog::report(const ports::LifeReport& report,
                                            const ports::Deadline& /*deadline*/) {
  owner_.spend(Time{500}, Time{3000});
  auto& pgpool = owner_.own_pgpool();
  if (!pgpool.runs()) return std::unexpected(Error{.what = "Pgpool-II does not run"});
  pgpool.told(report.node, report.alive);
  return {};
}

}  // namespace pgmahout::simulate
