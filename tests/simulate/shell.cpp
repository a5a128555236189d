#include <nlohmann/json.hpp>
#include <stdexcept>

#include "agent/operation.hpp"
#include "pgpool.hpp"
#include "ports.hpp"
#include "ports/agent/wire.hpp"

// The programs that our code runs, here and by the agents of other hosts.

namespace pgmahout::simulate {

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
  const bool is_address = program == "sudo" && command.argv.at(2) != owner_.world.layout.ss_command;
  return is_address ? change_address(command) : ports::ShellResult{};
}

// ip addr del ADDRESS, arping -U (tell all) and -D (does anybody else have it), the latter for the
// second that -w lets them wait: -D ends with 1 as soon as somebody answers.
model::Result<ports::ShellResult> Ports::Shell::change_address(const ports::Command& command) {
  constexpr Time kSecond{1'000'000};
  auto& world = owner_.world;
  const auto& words = command.argv;
  if (words.at(2) == world.layout.ip_command) {
    world.virtual_ip.drop(owner_.host);
    return ports::ShellResult{};
  }
  if (words.at(3) == "-U") {
    world.virtual_ip.announce(owner_.host);
    owner_.spend(kSecond, kSecond);
    return ports::ShellResult{};
  }
  if (world.virtual_ip.answers_beside(owner_.host))
    return ports::ShellResult{.exit_status = 1,
                              .output = "Unicast reply from " + world.cluster.vip + " [02:00]\n"};
  owner_.spend(kSecond, kSecond);
  return ports::ShellResult{};
}

// The agent is a process of its host: it goes on when the one that asked is gone.
model::Result<ports::ShellResult> Ports::Shell::call_agent(int node, const ports::Command& command,
                                                           const ports::Deadline& deadline) {
  auto& world = owner_.world;
  owner_.spend(Time{20'000}, Time{150'000});
  if (const auto there = owner_.get_through(node, deadline, "cannot connect"); !there)
    return std::unexpected(there.error());
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

// By who is to see that it streams, and not by a leader that only has Pgpool-II look again, or by a
// guard that saw it a while ago.
void Ports::Shell::note_attached(int node) const {
  if (owner_.process->name == "follow_primary")
    owner_.world.ledger.attached(node, owner_.own_pgpool().primary());
}

model::Result<ports::ShellResult> Ports::Shell::call_pgpool(const ports::Command& command,
                                                            const ports::Deadline& deadline) {
  auto& world = owner_.world;
  const int node =
      command.argv.at(2) == "127.0.0.1" ? owner_.host : world.at_address(command.argv.at(2));
  owner_.spend(Time{5000}, Time{40'000});
  if (const auto there = owner_.get_through(node, deadline, "Pgpool-II did not answer"); !there)
    return std::unexpected(there.error());
  if (command.argv.front().ends_with("pcp_attach_node"))
    note_attached(std::stoi(command.argv.back()));
  const auto printed = world.pgpools.at(static_cast<std::size_t>(node))->pcp(command.argv);
  if (!printed) return ports::ShellResult{.exit_status = 1, .output = "", .errors = "no Pgpool-II"};
  return ports::ShellResult{.output = *printed};
}

}  // namespace pgmahout::simulate
