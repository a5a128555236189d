#include "agent/ask_history.hpp"

#include <future>

#include "observe/history_json.hpp"
#include "ports/agent/client.hpp"

namespace pgmahout::agent {

namespace {

model::Result<model::NodeHistory> history_of(ports::Shell& shell, const Reach& reach,
                                             const ports::Target& target,
                                             const ports::Deadline& deadline) {
  Client client(shell, reach.argv);
  const auto answer = client.call(target, {{"operation", "history"}}, deadline);
  if (!answer) return std::unexpected(answer.error());
  return observe::history_from_json(*answer, target.node);
}

}  // namespace

model::NodeHistories ask_history(ports::Shell& shell, const Reach& reach,
                                 const ports::Deadline& deadline) {
  std::map<std::string, std::future<model::Result<model::NodeHistory>>> asked;
  for (const auto& target : reach.targets)
    asked.emplace(target.node, std::async(std::launch::async, [&] {
                    return history_of(shell, reach, target, deadline);
                  }));
  model::NodeHistories histories;
  for (auto& [node, answer] : asked) histories.emplace(node, answer.get());
  return histories;
}

}  // namespace pgmahout::agent
