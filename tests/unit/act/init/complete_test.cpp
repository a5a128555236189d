#include "act/init/complete.hpp"

#include <doctest/doctest.h>

#include "ports/fake_terminal.hpp"
#include "text.hpp"

using namespace pgmahout;
using inventory::Said;
using pgmahout::ports::test::FakeTerminal;

namespace {

const std::string kNodes = "postgres1=10.0.0.181,postgres2=10.0.0.182,postgres3=10.0.0.183";

}  // namespace

TEST_CASE("a person is asked for what is missing, and Enter takes the suggestion") {
  FakeTerminal terminal({"shop", kNodes, "10.0.0.180", "", "16", ""});
  const auto said = act::complete({}, terminal);
  REQUIRE(said);
  CHECK(said->cluster_name == "shop");
  CHECK(said->network == "10.0.0.0/24");
  CHECK(said->postgresql_version == "16");
  CHECK(said->profile == "balanced");
  CHECK(said->synchronous == "quorum");
  CHECK(said->ssh_user == "root");
  REQUIRE(terminal.asked.size() == 6);
  CHECK(contains(terminal.asked[0], "[pgmahout]"));
  CHECK(contains(terminal.asked[3], "[10.0.0.0/24]"));
  CHECK(contains(terminal.asked[5], "fast, balanced or safe [balanced]: "));
}

TEST_CASE("what was said is not asked") {
  FakeTerminal terminal({"", "", ""});
  const auto said = act::complete(
      {.nodes = kNodes, .vip = "10.0.0.180", .network = "10.0.0.0/16", .ssh_user = "ops"},
      terminal);
  REQUIRE(said);
  CHECK(terminal.asked.size() == 3);
  CHECK(said->network == "10.0.0.0/16");
  CHECK(said->ssh_user == "ops");
}

TEST_CASE("an answer that cannot be is asked again with the reason") {
  FakeTerminal terminal({"", "a=10.0.0.1", kNodes, "", "10.0.0.182", "10.0.0.180", "10.1.0.0/16",
                         "10.0.0.0/24", "12", "15", "quick", "fast"});
  const auto said = act::complete({}, terminal);
  REQUIRE(said);
  CHECK(said->profile == "fast");
  REQUIRE(terminal.asked.size() == 12);
  CHECK(terminal.asked[2].starts_with("  a cluster has 2 to 15 nodes, not 1\n"));
  CHECK(terminal.asked[5].starts_with("  10.0.0.182 is the address of postgres2"));
  CHECK(contains(terminal.asked[7], "is not in the network 10.1.0.0/16"));
  CHECK(contains(terminal.asked[9], "must be one of 13"));
  CHECK(contains(terminal.asked[11], "must be one of fast"));
}

TEST_CASE("a person who goes away ends it") {
  FakeTerminal terminal({"shop", kNodes});
  const auto said = act::complete({}, terminal);
  REQUIRE_FALSE(said);
  CHECK(said.error().front().kind == model::ErrorKind::interrupted);
}

TEST_CASE("without a terminal what is missing is told by its option, with an example") {
  FakeTerminal nobody;
  const auto said = act::complete({}, nobody);
  REQUIRE_FALSE(said);
  REQUIRE(said.error().size() == 2);
  CHECK(said.error()[0].kind == model::ErrorKind::usage);
  CHECK(said.error()[0].what.starts_with("--nodes is missing"));
  CHECK(contains(said.error()[0].hint, "--nodes postgres1=10.0.0.181,"));
  CHECK(said.error()[1].what.starts_with("--vip is missing"));
  CHECK(nobody.asked.empty());
}

TEST_CASE("without a terminal the rest has its suggestions") {
  FakeTerminal nobody;
  const auto said = act::complete({.nodes = kNodes, .vip = "10.0.0.180"}, nobody);
  REQUIRE(said);
  CHECK(said->cluster_name == "pgmahout");
  CHECK(said->network == "10.0.0.0/24");
  CHECK(said->postgresql_version == "17");
}

TEST_CASE("wrong options are told all at once, before anything is asked") {
  FakeTerminal terminal({"shop"});
  const auto said =
      act::complete({.nodes = kNodes, .vip = "10.0.0.181", .profile = "slow"}, terminal);
  REQUIRE_FALSE(said);
  REQUIRE(said.error().size() == 2);
  CHECK(said.error()[0].kind == model::ErrorKind::invalid);
  CHECK(said.error()[0].what.starts_with("--vip: 10.0.0.181 is the address of postgres1"));
  CHECK(said.error()[1].what.starts_with("--profile: must be one of"));
  CHECK(terminal.asked.empty());
}
