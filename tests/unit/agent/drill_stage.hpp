#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "agent/drill/breaks.hpp"
#include "ports/fake_clock.hpp"

namespace pgmahout::test {

using ShellAnswer = model::Result<ports::ShellResult>;

/// A shell that writes down what it is to run, and answers as it is told to.
class RecordingShell : public ports::Shell {
 public:
  [[nodiscard]] ShellAnswer run(const ports::Target& target, const ports::Command& command,
                                const ports::Deadline& deadline) override {
    const std::lock_guard lock(mutex_);  // every node is asked at once
    lines.push_back(target.node + ":");
    for (const auto& word : command.argv) lines.back() += " " + word;
    inputs.push_back(command.input);
    stoppable.push_back(!deadline.stopped());
    return answer ? answer(command) : ShellAnswer(ports::ShellResult{});
  }

  std::vector<std::string> lines;
  std::vector<std::string> inputs;
  std::vector<bool> stoppable;
  std::function<ShellAnswer(const ports::Command&)> answer;

 private:
  std::mutex mutex_;
};

/// Two nodes behind it, with time that passes only when somebody sleeps.
struct DrillStage {
  model::Cluster cluster;
  FakeClock clock;
  RecordingShell shell;
  ports::Threads crew;
  std::stop_source stop;

  DrillStage() { cluster.nodes = {{.name = "n0", .id = 0}, {.name = "n1", .id = 1}}; }

  [[nodiscard]] agent::DrillWorld drill(ports::Sql& sql) {
    return {.cluster = cluster,
            .reach = {.shell = shell,
                      .target_of =
                          [](const model::Node& node) {
                            return ports::Target{.node = node.name, .ssh = {}};
                          },
                      .argv = {"agent"}},
            .sql = sql,
            .clock = clock,
            .crew = crew,
            .stop = stop.get_token(),
            .tell = [](const std::string& /*line*/) {}};
  }
  [[nodiscard]] agent::Break plan(model::DrillScenario scenario) {
    return {.scenario = scenario,
            .node = &cluster.nodes[0],
            .leader = &cluster.nodes[1],
            .proposal = {.from = "n0", .to = "n1"}};
  }
};

/// Nobody lets in.
class NoSql : public ports::Sql {
 public:
  [[nodiscard]] model::Result<std::unique_ptr<ports::SqlSession>> connect(
      const ports::SqlTarget& /*target*/, const ports::Deadline& /*deadline*/) override {
    return std::unexpected(model::Error{});
  }
};

}  // namespace pgmahout::test
