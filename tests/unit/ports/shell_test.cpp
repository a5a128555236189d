#include "ports/shell.hpp"

#include <doctest/doctest.h>

#include "ports/machine_shell.hpp"
#include "ports/stream_capture.hpp"

using namespace pgmahout;

namespace {

ports::SystemClock& clock_of_tests() {
  static ports::SystemClock clock;
  return clock;
}

ports::Deadline in(int milliseconds, std::stop_token stop = {}) {
  return {clock_of_tests(), ports::Duration{milliseconds}, std::move(stop)};
}

model::Result<ports::ShellResult> run(const ports::Command& command, int milliseconds = 10000) {
  ports::MachineShell shell;
  return shell.run({.node = "here"}, command, in(milliseconds));
}

}  // namespace

TEST_CASE("what is quoted comes out of a shell as it went in") {
  const std::vector<std::string> nasty{"",     "plain", "two words", "it's", "$HOME",
                                       "`id`", "a\nb",  "\\",        "*",    "~",
                                       "\"",   "#x",    "a=b",       "!",    "\t|&;"};
  std::vector<std::string> argv{"printf", "<%s>"};
  argv.insert(argv.end(), nasty.begin(), nasty.end());
  const auto result = run({.argv = {"sh", "-c", ports::quote(argv)}});
  REQUIRE(result.has_value());
  std::string expected;
  for (const auto& each : nasty) expected += "<" + each + ">";
  CHECK(result->output == expected);
}

TEST_CASE("a command's streams, status and input") {
  const auto result =
      run({.argv = {"sh", "-c", "cat; echo bad >&2; exit 3"}, .input = "some input"});
  REQUIRE(result.has_value());
  CHECK(result->output == "some input");
  CHECK(result->errors == "bad\n");
  CHECK(result->exit_status == 3);
}

TEST_CASE("much input and output at once does not lock up") {
  const std::string much(3'000'000, 'x');
  const auto result = run({.argv = {"cat"}, .input = much});
  REQUIRE(result.has_value());
  CHECK(result->output == much);
}

TEST_CASE("output is cut at its limit") {
  const auto result = run({.argv = {"seq", "100000"}, .output_limit = 100});
  REQUIRE(result.has_value());
  CHECK(result->output.size() == 100);
  CHECK(result->truncated);
}

TEST_CASE("lines come whole") {
  std::vector<std::string> lines;
  const auto result =
      run({.argv = {"printf", "one\\ntwo\\nlast"},
           .on_output_line = [&](std::string_view line) { lines.emplace_back(line); }});
  REQUIRE(result.has_value());
  CHECK(lines == std::vector<std::string>{"one", "two", "last"});
}

TEST_CASE("a command that does not end is killed with all its children") {
  const auto began = clock_of_tests().now();
  const auto result = run({.argv = {"sh", "-c", "sleep 60 & sleep 60"}}, 300);
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().kind == model::ErrorKind::no_answer);
  CHECK(clock_of_tests().now() - began < std::chrono::seconds(5));
}

TEST_CASE("a command that never pauses its output is killed too") {
  const auto result = run({.argv = {"yes"}, .output_limit = 10}, 300);
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().kind == model::ErrorKind::no_answer);
}

TEST_CASE("a daemon that keeps the pipes open does not keep us") {
  const auto result = run({.argv = {"sh", "-c", "sleep 3 & echo started"}}, 2500);
  REQUIRE(result.has_value());
  CHECK(result->output == "started\n");
}

TEST_CASE("a request to stop ends a command") {
  std::stop_source stop;
  stop.request_stop();
  ports::MachineShell shell;
  const auto result = shell.run({}, {.argv = {"sleep", "60"}}, in(60000, stop.get_token()));
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().kind == model::ErrorKind::interrupted);
}

TEST_CASE("a program that is not there certainly did not run") {
  const auto result = run({.argv = {"/no/such/program"}});
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().kind == model::ErrorKind::failed);
  CHECK(result.error().command == "/no/such/program");
}

TEST_CASE("a child starts with no signal blocked or ignored") {
  const auto result = run({.argv = {"sh", "-c", "grep -E 'Sig(Blk|Ign)' /proc/self/status"}});
  REQUIRE(result.has_value());
  CHECK(result->output.find("SigBlk:\t0000000000000000") != std::string::npos);
  CHECK(result->output.find("SigIgn:\t0000000000000000") != std::string::npos);
}

TEST_CASE("the environment is added to") {
  const auto result =
      run({.argv = {"sh", "-c", "echo $LC_ALL$PATH"}, .environment = {{"LC_ALL", "C"}}});
  REQUIRE(result.has_value());
  CHECK(result->output.starts_with("C/"));
}

TEST_CASE("a bad status becomes an error with the last words") {
  const ports::Command command{.argv = {"sh", "-c", "echo out; echo why >&2; exit 4"}};
  const auto result = ports::expect_success(run(command), {.node = "n1"}, command);
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().what == "the command ended with status 4: why");
  CHECK(result.error().node == "n1");
}

TEST_CASE("ssh to where nobody listens failed, and says where") {
  ports::MachineShell shell;
  const ports::Target target{
      .node = "n1",
      .ssh = ports::SshEndpoint{
          .host = "127.0.0.1", .port = 1, .user = "nobody", .known_hosts_file = "/dev/null"}};
  const auto result = shell.run(target, {.argv = {"true"}}, in(5000));
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().kind == model::ErrorKind::failed);
  CHECK(result.error().what.find("127.0.0.1 port 1") != std::string::npos);
}

TEST_CASE("a line that never ends is handed out in pieces") {
  std::size_t heard = 0;
  ports::StreamCapture capture(10, [&](std::string_view line) { heard += line.size(); });
  for (int i = 0; i < 40; ++i) capture.append(std::string(65536, 'x'));
  CHECK(heard > std::size_t{1} << 20U);
  CHECK(capture.truncated());
}

TEST_CASE("a command that is given time to end is told first, and ends by itself") {
  ports::MachineShell shell;
  ports::SystemClock clock;
  std::stop_source stop;
  const ports::Command command{
      .argv = {"sh", "-c", "trap 'echo told; exit 3' INT; echo ready; while :; do sleep 0.1; done"},
      .on_output_line =
          [&](std::string_view line) {
            if (line == "ready") stop.request_stop();
          },
      .to_end = ports::Duration{20000}};
  const auto done =
      shell.run({}, command, ports::Deadline(clock, ports::Duration{60000}, stop.get_token()));
  REQUIRE(done);
  CHECK(done->exit_status == 3);
  CHECK(done->output == "ready\ntold\n");
}

TEST_CASE("one that does not end in that time is killed") {
  ports::MachineShell shell;
  ports::SystemClock clock;
  std::stop_source stop;
  const ports::Command command{
      .argv = {"sh", "-c", "trap '' INT; echo ready; while :; do sleep 0.1; done"},
      .on_output_line =
          [&](std::string_view line) {
            if (line == "ready") stop.request_stop();
          },
      .to_end = ports::Duration{300}};
  const auto done =
      shell.run({}, command, ports::Deadline(clock, ports::Duration{60000}, stop.get_token()));
  REQUIRE(!done);
  CHECK(done.error().kind == model::ErrorKind::interrupted);
}
