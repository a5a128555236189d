#include "agent/drill/breaks.hpp"

#include <doctest/doctest.h>

#include "drill_stage.hpp"
#include "text.hpp"

using namespace pgmahout;
using model::DrillScenario;

namespace {

using test::NoSql;
using ShellSaid = test::ShellAnswer;
using Stage = test::DrillStage;

// What was run up to the break, and after it.
struct Broken {
  model::Result<void> result;
  std::size_t before = 0;
};
Broken breaking(Stage& world, DrillScenario scenario) {
  NoSql sql;
  Broken broken;
  broken.result = agent::break_it(world.drill(sql), world.plan(scenario),
                                  [&] { broken.before = world.shell.lines.size(); });
  return broken;
}

}  // namespace

TEST_CASE("a crash and a dead leader are a signal to every process of a service") {
  Stage world;
  CHECK(breaking(world, DrillScenario::crash).result);
  CHECK(breaking(world, DrillScenario::leader).result);
  CHECK(world.shell.lines ==
        std::vector<std::string>{"n0: sudo -n systemctl kill --signal=KILL postgresql@15-main",
                                 "n0: sudo -n systemctl kill --signal=KILL pgpool2"});
}

TEST_CASE("a machine that loses power gives no answer, and that is none of an error") {
  Stage world;
  world.shell.answer = [](const auto&) -> ShellSaid {
    return std::unexpected(model::Error{.kind = model::ErrorKind::no_answer});
  };
  CHECK(breaking(world, DrillScenario::power).result);
  CHECK(world.shell.lines ==
        std::vector<std::string>{"n0: sudo -n reboot --force --force --no-sync"});
  world.shell.answer = [](const auto&) -> ShellSaid {
    return ports::ShellResult{.exit_status = 1};
  };
  CHECK_FALSE(breaking(world, DrillScenario::power).result);
}

TEST_CASE("the timer that ends a cut is armed before the cut is made") {
  Stage world;
  world.shell.answer = [](const ports::Command& command) -> ShellSaid {
    const bool asked = command.argv.front() == "printenv";
    return ports::ShellResult{.output = asked ? "192.0.2.7 50022 192.0.2.1 22\n" : ""};
  };
  const auto cut = breaking(world, DrillScenario::partition);
  CHECK(cut.result);
  CHECK(cut.before == 2);
  REQUIRE(world.shell.lines.size() == 3);
  CHECK(world.shell.lines[1] ==
        "n0: sudo -n systemd-run --collect --unit=pgmahout-drill --on-active=30000ms "
        "--timer-property=AccuracySec=100ms nft delete table inet pgmahout_drill");
  CHECK(world.shell.lines[2] == "n0: sudo -n nft -f -");
  CHECK(contains(world.shell.inputs[2], "ip saddr 192.0.2.7 tcp dport 22 accept"));
}

TEST_CASE("without its timer, or without a way back, nothing is cut") {
  for (const char* fails : {"printenv", "sudo"}) {
    Stage world;
    world.shell.answer = [&](const ports::Command& command) -> ShellSaid {
      if (command.argv.front() == fails) return ports::ShellResult{.exit_status = 1};
      return ports::ShellResult{.output = "192.0.2.7 50022 192.0.2.1 22"};
    };
    const auto cut = breaking(world, DrillScenario::partition);
    CHECK_FALSE(cut.result);
    CHECK(cut.before == 0);
    for (const auto& input : world.shell.inputs) CHECK(input.empty());
  }
}

TEST_CASE("a cut is taken away also when the drill was told to stop") {
  Stage world;
  NoSql sql;
  world.stop.request_stop();
  CHECK(agent::clear_up(world.drill(sql), world.plan(DrillScenario::partition)));
  REQUIRE(world.shell.lines.size() == 2);
  CHECK(world.shell.inputs[0] ==
        "table inet pgmahout_drill {}\ndelete table inet pgmahout_drill\n");
  CHECK(world.shell.lines[1] == "n0: sudo -n systemctl stop pgmahout-drill.timer");
  CHECK(world.shell.stoppable == std::vector<bool>{true, true});
  world.shell.lines.clear();
  CHECK(agent::clear_up(world.drill(sql), world.plan(DrillScenario::crash)));
  CHECK(world.shell.lines.empty());
}

TEST_CASE("what cannot be done there is known before anything is hurt") {
  Stage world;
  NoSql sql;
  world.shell.answer = [](const auto&) -> ShellSaid {
    return ports::ShellResult{.exit_status = 127, .errors = "nft: command not found"};
  };
  const auto able = agent::prepare(world.drill(sql), world.plan(DrillScenario::partition));
  REQUIRE_FALSE(able);
  CHECK(contains(able.error().hint, "nftables"));
  CHECK(world.shell.lines == std::vector<std::string>{"n0: sudo -n nft list tables"});
  CHECK_FALSE(agent::prepare(world.drill(sql), world.plan(DrillScenario::power)));
  CHECK(agent::prepare(world.drill(sql), world.plan(DrillScenario::switchover)));
}

TEST_CASE("a switchover is ordered from the node that leads") {
  Stage world;
  world.shell.answer = [](const ports::Command& command) -> ShellSaid {
    command.on_output_line(R"({"result":{"primary":"n1"}})");
    return ports::ShellResult{};
  };
  CHECK(breaking(world, DrillScenario::switchover).result);
  REQUIRE(world.shell.lines.size() == 1);
  CHECK(world.shell.lines[0] == "n1: agent");
  CHECK(contains(world.shell.inputs[0], R"("operation":"switchover")"));
  CHECK(contains(world.shell.inputs[0], R"("from":"n0")"));
}
