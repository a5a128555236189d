#include "ports.hpp"

#include <spdlog/sinks/sink.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "agent/operation.hpp"
#include "model/exit_code.hpp"
#include "model/fence.hpp"
#include "pgpool.hpp"
#include "ports/agent/wire.hpp"

namespace pgmahout::simulate {

namespace {

using model::Error;
using model::ErrorKind;
using std::chrono::duration_cast;

Time time_of(ports::Duration duration) { return duration_cast<Time>(duration); }

std::unexpected<Error> no_answer(const std::string& what) {
  return std::unexpected(Error{.kind = ErrorKind::no_answer, .what = what});
}

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
          .store = store,
          .crew = crew,
          .deadline = {clock, deadline},
          .log = *log};
}

void Ports::spend(Time least, Time most) {
  world.scheduler.sleep(world.random.between(least, most));
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
  return std::chrono::system_clock::time_point(owner_.world.now());
}

void Ports::Crew::run(const std::vector<std::function<void()>>& pieces) {
  owner_.world.scheduler.together(pieces);
}

model::Result<ports::ShellResult> Ports::Shell::run(const ports::Target& target,
                                                    const ports::Command& command,
                                                    const ports::Deadline& deadline) {
  if (target.ssh) return call_agent(owner_.world.at_address(target.ssh->host), command, deadline);
  const auto& program = command.argv.front();
  if (program.contains("/pcp_")) return call_pgpool(command, deadline);
  owner_.spend(Time{1000}, Time{30'000});
  // Of a stopped server only who it is; the rest comes through LocalServer.
  if (program.ends_with("pg_controldata"))
    return ports::ShellResult{.output = "Database system identifier: " +
                                        to_string(owner_.own_server().control.system_identifier) +
                                        "\n"};
  return ports::ShellResult{};  // ss, ip, arping
}

// The agent is a process of its host: it goes on when the one that asked is gone.
model::Result<ports::ShellResult> Ports::Shell::call_agent(int node, const ports::Command& command,
                                                           const ports::Deadline& deadline) {
  auto& world = owner_.world;
  owner_.spend(Time{20'000}, Time{150'000});
  while (!world.is_up(node) || !world.both_ways(owner_.host, node)) {
    if (deadline.over()) return no_answer("cannot connect");
    owner_.spend(Time{50'000}, Time{50'000});
  }
  const auto answer = std::make_shared<std::optional<std::string>>();
  world.run(node, "agent", [answer, text = command.input](Ports& there) {
    const auto request = agent::Request::parse(text);
    if (!request) throw std::logic_error("the agent does not understand: " + text);
    const auto operation = agent::find_operation(*request);
    if (!operation) throw std::logic_error(to_string(operation.error()));
    const auto context = there.context(request->deadline((*operation)->deadline));
    const auto result = (*operation)->run(*request, {context, [](const nlohmann::json&) {}});
    *answer = result ? nlohmann::json{{"result", *result}}.dump()
                     : nlohmann::json{{"error", agent::to_json(result.error())}}.dump();
  });
  const auto& there = world.hosts.at(static_cast<std::size_t>(node));
  while (!*answer || !world.is_up(node) || !world.both_ways(owner_.host, node) ||
         there.answers_lost) {
    if (deadline.over()) return no_answer("the agent did not answer in time");
    owner_.spend(Time{5000}, Time{5000});
  }
  command.on_output_line(**answer);
  return ports::ShellResult{};
}

model::Result<ports::ShellResult> Ports::Shell::call_pgpool(const ports::Command& command,
                                                            const ports::Deadline& deadline) {
  auto& world = owner_.world;
  const int node =
      command.argv.at(2) == "127.0.0.1" ? owner_.host : world.at_address(command.argv.at(2));
  owner_.spend(Time{5000}, Time{40'000});
  while (!world.is_up(node) || !world.both_ways(owner_.host, node)) {
    if (deadline.over()) return no_answer("Pgpool-II did not answer");
    owner_.spend(Time{50'000}, Time{50'000});
  }
  const auto printed = world.pgpools.at(static_cast<std::size_t>(node))->pcp(command.argv);
  if (!printed) return ports::ShellResult{.exit_status = 1, .output = "", .errors = "no Pgpool-II"};
  return ports::ShellResult{.output = *printed};
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

model::Result<std::optional<std::string>> Ports::Store::read(const std::string& name) {
  const auto& records = owner_.own_host().records;
  const auto found = records.find(name);
  return found == records.end() ? std::nullopt : std::optional(found->second);
}
model::Result<void> Ports::Store::write(const std::string& name, std::string_view content) {
  owner_.spend(Time{500}, Time{10'000});
  if (owner_.own_host().state_full) return std::unexpected(Error{.what = "no space left"});
  auto& machine = owner_.own_host();
  machine.records[name] = content;
  if (name == model::kFenceRecord) machine.fenced = owner_.world.now();
  return {};
}
model::Result<std::optional<std::string>> Ports::Store::exchange(const std::string& name,
                                                                 std::string_view content) {
  owner_.spend(Time{500}, Time{10'000});
  auto& machine = owner_.own_host();
  if (machine.state_full) return std::unexpected(Error{.what = "no space left"});
  auto before = read(name);
  machine.records[name] = content;
  if (name == model::kFenceRecord) machine.fenced = owner_.world.now();
  return before;
}
// The journal is for people: nothing reads it.
model::Result<void> Ports::Store::append(const std::string& /*name*/, std::string_view line) {
  read_certificate(owner_.world, line);
  owner_.spend(Time{500}, Time{10'000});
  if (owner_.own_host().state_full) return std::unexpected(Error{.what = "no space left"});
  return {};
}
model::Result<void> Ports::Store::remove(const std::string& name) {
  owner_.spend(Time{500}, Time{5000});
  owner_.own_host().records.erase(name);
  return {};
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
  auto& pgpool = *owner_.world.pgpools.at(static_cast<std::size_t>(owner_.host));
  if (!pgpool.runs()) return std::unexpected(Error{.what = "Pgpool-II does not run"});
  pgpool.told(report.node, report.alive);
  return {};
}

}  // namespace pgmahout::simulate
