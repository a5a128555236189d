#include "agent/ask_machines.hpp"

#include "agent/controller.hpp"
#include "observe/controller_probe.hpp"
#include "observe/machine_probe.hpp"

namespace pgmahout::agent {

// Ansible is asked while the machines are: it takes seconds to say its version.
model::Preflight ask_machines(ports::Shell& shell, ports::Crew& crew, const model::Cluster& cluster,
                              const ports::Deadline& deadline) {
  model::Preflight seen;
  std::vector<std::optional<model::Result<model::MachineProbe>>> answers(cluster.nodes.size());
  std::vector<std::function<void()>> pieces;
  pieces.emplace_back([&] { seen.controller = observe::ask_controller(shell, deadline); });
  for (std::size_t index = 0; index < answers.size(); ++index)
    pieces.emplace_back([&, index] {
      const auto& node = cluster.nodes[index];
      answers[index].emplace(observe::ask_machine(shell, controller_target(cluster, node),
                                                  observe::machine_question(cluster, node),
                                                  deadline));
    });
  crew.run(pieces);
  for (std::size_t index = 0; index < answers.size(); ++index)
    seen.nodes.emplace(cluster.nodes[index].name, std::move(*answers[index]));
  return seen;
}

}  // namespace pgmahout::agent
