#include "ports/agent/client.hpp"

#include <doctest/doctest.h>

#include "agent/controller.hpp"
#include "ports/fake_clock.hpp"

using namespace pgmahout;

namespace {

/// A machine on which every command prints these lines.
class PrintingShell : public ports::Shell {
 public:
  explicit PrintingShell(std::vector<std::string> lines) : lines_(std::move(lines)) {}

  model::Result<ports::ShellResult> run(const ports::Target& /*target*/,
                                        const ports::Command& command,
                                        const ports::Deadline& /*deadline*/) override {
    input = command.input;
    for (const auto& line : lines_) command.on_output_line(line);
    return ports::ShellResult{};
  }

  std::string input;

 private:
  std::vector<std::string> lines_;
};

model::Result<nlohmann::json> answer_of(const std::vector<std::string>& lines) {
  PrintingShell shell(lines);
  FakeClock clock;
  return agent::Client(shell, {"node"})
      .call({.node = "n1", .ssh = {}}, {{"operation", "observe"}},
            ports::Deadline(clock, std::chrono::seconds(5)));
}

}  // namespace

TEST_CASE("what is printed before the answer is not heard") {
  const auto answer = answer_of({"Last login: Sun", "{", "[1]", "{}", R"({"result":{"a":1}})"});
  REQUIRE(answer);
  CHECK(answer->at("a") == 1);
}

TEST_CASE("no answer, or none that is understood, is an error that names the node") {
  for (const char* line : {"motd", "{\"result\":{\"a\":", R"({"result":7})", R"({"result":null})",
                           R"({"result":[]})", R"({"error":"text"})"}) {
    CAPTURE(line);
    const auto answer = answer_of({line});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().node == "n1");
  }
}

TEST_CASE("an answer that is nested without end is not heard") {
  const std::size_t depth = 500'000;
  const auto deep = std::string(depth, '[') + std::string(depth, ']');
  CHECK_FALSE(answer_of({R"({"result":{"a":)" + deep + "}}"}));
}

TEST_CASE("a request with words in another encoding is sent") {
  PrintingShell shell({R"({"result":{}})"});
  FakeClock clock;
  const auto answer = agent::Client(shell, {"node"})
                          .call({.node = "n1", .ssh = {}}, {{"reason", "f\xfcr"}},
                                ports::Deadline(clock, std::chrono::seconds(5)));
  CHECK(answer);
  CHECK(shell.input.find("\"version\":1") != std::string::npos);
}

TEST_CASE("a server's state with a number that does not fit is an error") {
  nlohmann::json answer{{"running", true},     {"in_recovery", true}, {"system_identifier", "7"},
                        {"timeline", 3},       {"write_lsn", "0/1"},  {"receive_lsn", "0/1"},
                        {"replay_lsn", "0/1"}, {"receiving", true},   {"sender_host", "h"},
                        {"sender_port", 5432}};
  CHECK(agent::server_from_json(answer)->value().timeline.number == 3);
  for (const auto& wrong : {nlohmann::json(-1), nlohmann::json(1e300), nlohmann::json("3")}) {
    auto other = answer;
    other["timeline"] = wrong;
    CHECK_FALSE(agent::server_from_json(other));
  }
}
