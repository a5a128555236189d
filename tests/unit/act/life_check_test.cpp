// The guard's life check, against hosts that fall silent on demand.
#include "act/guard/life_check.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "act/guard/hand_over.hpp"
#include "act/lost_hosts.hpp"
#include "fake_node.hpp"

using namespace pgmahout;
using ports::Duration;

namespace {

struct FakeEcho : ports::Echo {
  std::set<std::string> dark;  // answer nothing
  std::set<std::string> deaf;  // drop calls, but take connections
  bool forbidden = false;
  int connections = 0;

  model::Result<void> call(const std::string& /*address*/) override {
    if (forbidden) return std::unexpected(model::Error{.what = "not allowed"});
    return {};
  }
  bool heard(const std::string& address) override {
    return !forbidden && !dark.contains(address) && !deaf.contains(address);
  }
  bool answers(const std::string& address, std::uint16_t /*port*/,
               const ports::Deadline& deadline) override {
    ++connections;
    if (!dark.contains(address)) return true;
    deadline.clock().sleep_for(deadline.remaining());
    return false;
  }
};

struct FakeWatchdog : ports::Watchdog {
  std::vector<std::string> told;
  std::optional<model::ErrorKind> fails;

  model::Result<void> report(const ports::LifeReport& report,
                             const ports::Deadline& /*deadline*/) override {
    told.push_back(std::to_string(report.node) + (report.alive ? " alive" : " lost"));
    if (fails) return std::unexpected(model::Error{.kind = *fails, .what = "no"});
    return {};
  }
};

// One of three; node 0 leads first, and so notices first.
FakeNode node_of(std::size_t self) {
  FakeNode node;
  node.self = self;
  node.shell.address = node.cluster.nodes.at(self).address;
  for (auto& each : node.cluster.nodes) each.watchdog_priority = 128 - each.id;
  return node;
}

struct World {
  explicit World(std::size_t self = 0) : node(node_of(self)) {}

  FakeNode node;
  FakeEcho echo;
  FakeWatchdog watchdog;
  act::Context context = node.context();
  act::LifeCheck check{context, settings::timers_of(model::FailoverProfile::fast), echo, watchdog};

  void look_for(Duration time) {
    const auto until = node.clock.now() + time;
    while (node.clock.now() < until) {
      check.look();
      node.clock.sleep_for(Duration{100});
    }
  }
};

using Told = std::vector<std::string>;
const char* const kFirst = "192.0.2.2";
const char* const kSecond = "192.0.2.3";

}  // namespace

TEST_CASE("a host that falls silent is told of after the deadtime, and again when it is back") {
  World world;
  world.look_for(Duration{10000});
  CHECK(world.watchdog.told.empty());
  CHECK(world.echo.connections == 0);
  world.echo.dark = {kFirst};
  world.look_for(Duration{1900});
  CHECK(world.watchdog.told.empty());
  world.look_for(Duration{700});
  CHECK(world.watchdog.told == Told{"1 lost"});
  CHECK(world.check.silent_for(Duration{3000}).empty());
  CHECK(world.node.shell.lines == Told{"sudo -n /bin/ss -K dst " + std::string(kFirst)});
  world.look_for(Duration{60000});
  CHECK(world.node.shell.lines.size() == 6);  // and after 1, 3, 7, 15 and 31 s
  CHECK(world.watchdog.told == Told{"1 lost"});
  CHECK(world.check.silent_for(Duration{3000}) == std::set<int>{1});
  world.echo.dark.clear();
  world.look_for(Duration{200});
  CHECK(world.watchdog.told == Told{"1 lost", "1 alive"});
  world.look_for(Duration{120000});
  CHECK(world.node.shell.lines.size() == 6);
}

TEST_CASE("who leads next notices first, the others within a second") {
  const auto noticed_after = [](std::size_t self) {
    World world(self);
    world.look_for(Duration{1000});
    world.echo.dark = {"192.0.2.1"};
    const auto begun = world.node.clock.now();
    while (world.watchdog.told.empty()) world.look_for(Duration{100});
    return std::chrono::duration_cast<Duration>(world.node.clock.now() - begun);
  };
  const auto next_leader = noticed_after(1);
  const auto other = noticed_after(2);
  CHECK(other - next_leader >= Duration{300});
  CHECK(other - next_leader < Duration{1000});
}

TEST_CASE("a node that is cut off gives up all the others") {
  World world;
  world.look_for(Duration{1000});
  world.echo.dark = {kFirst, kSecond};
  world.look_for(Duration{4000});
  CHECK(world.watchdog.told == Told{"1 lost", "2 lost"});
}

TEST_CASE("nobody is given up who was never heard, or who still takes connections") {
  World world;
  world.echo.dark = {kFirst};
  world.look_for(Duration{20000});
  CHECK(world.watchdog.told.empty());
  world.echo.deaf = {kSecond};
  world.look_for(Duration{20000});
  CHECK(world.watchdog.told.empty());
  CHECK(world.echo.connections > 0);
}

TEST_CASE("a machine that was paused gives up nobody who answers") {
  World world;
  world.look_for(Duration{1000});
  world.echo.deaf = {kFirst, kSecond};
  world.node.clock.sleep_for(Duration{60000});
  world.check.look();
  world.echo.deaf.clear();
  world.look_for(Duration{10000});
  CHECK(world.watchdog.told.empty());
}

TEST_CASE("a machine on which nobody may call leaves it to Pgpool-II") {
  World world;
  world.echo.forbidden = true;
  world.look_for(Duration{20000});
  CHECK(world.watchdog.told.empty());
}

TEST_CASE("a watchdog that may not have heard is told again, one that does not run is not") {
  World world;
  world.look_for(Duration{1000});
  world.echo.dark = {kFirst};
  world.watchdog.fails = model::ErrorKind::no_answer;
  world.look_for(Duration{5000});
  CHECK(world.watchdog.told.size() > 1);
  world.watchdog.fails = model::ErrorKind::failed;
  world.look_for(Duration{1000});
  world.watchdog.told.clear();
  world.look_for(Duration{5000});
  CHECK(world.watchdog.told.empty());
}

TEST_CASE("a guard that starts anew takes back what the one before it said") {
  World world;
  REQUIRE(act::note_lost_hosts(world.context, {2}).has_value());
  act::LifeCheck later(world.context, settings::timers_of(model::FailoverProfile::fast), world.echo,
                       world.watchdog);
  later.look();
  CHECK(world.watchdog.told == Told{"2 alive"});
  CHECK(act::lost_hosts(world.context).empty());
}

TEST_CASE("the leader's guard tells Pgpool-II of silent nodes, once, and nobody else does") {
  FakeNode node = node_of(2);
  const auto context = node.context();
  act::HandOver hand_over(context);
  using Ran = std::map<std::string, int>;
  const auto look_at = [&](const std::set<int>& silent) {
    node.shell.ran.clear();
    for (int count = 0; count < 20; ++count) {
      hand_over.look(silent);
      node.clock.sleep_for(Duration{100});
    }
    Ran detached;
    for (const auto& each : node.shell.ran)
      if (each.starts_with("pcp_detach_node")) ++detached[each];
    return detached;
  };
  CHECK(look_at({}).empty());
  CHECK(node.shell.ran.empty());
  CHECK(look_at({0}).empty());  // it does not lead
  node.shell.status = "LEADER";
  CHECK(look_at({0}) == Ran{{"pcp_detach_node 0", 1}});
  CHECK(look_at({0, 1}) == Ran{{"pcp_detach_node 1", 1}});
  CHECK(look_at({0, 1}).empty());
  CHECK(look_at({}).empty());
  CHECK(look_at({0}) == Ran{{"pcp_detach_node 0", 1}});
  CHECK(look_at({}).empty());
  node.shell.quorum = "QUORUM ABSENT";
  CHECK(look_at({0}).empty());
}

TEST_CASE("a Pgpool-II that does not answer is told again of a silent node") {
  FakeNode node = node_of(2);
  const auto context = node.context();
  act::HandOver hand_over(context);
  node.shell.status = "LEADER";
  node.shell.hangs = true;
  hand_over.look({0});
  node.clock.sleep_for(Duration{1000});
  node.shell.hangs = false;
  hand_over.look({0});
  CHECK(node.shell.ran.back() == "pcp_detach_node 0");
}
