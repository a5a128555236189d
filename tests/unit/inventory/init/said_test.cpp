#include "inventory/init/said.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "text.hpp"

using namespace pgmahout;
using inventory::Said;

namespace {

const std::string kThreeNodes = "postgres1=10.0.0.181,postgres2=10.0.0.182,postgres3=10.0.0.183";

std::string why_no_nodes(const std::string& text) {
  const auto nodes = inventory::parse_nodes(text);
  return nodes ? "" : nodes.error();
}

const inventory::Question& question_of(std::string_view option) {
  return *std::ranges::find(inventory::questions(), option, &inventory::Question::option);
}

std::string objection_to(std::string_view option, const Said& said) {
  return question_of(option).objection(said);
}

}  // namespace

TEST_CASE("nodes are read in their order, blanks around them do not count") {
  const auto nodes = inventory::parse_nodes(" b=10.0.0.2 , a = 10.0.0.1,c-1.x_y=2001:db8::1");
  REQUIRE(nodes);
  CHECK(*nodes == std::vector<model::NewNode>{
                      {"b", "10.0.0.2"}, {"a", "10.0.0.1"}, {"c-1.x_y", "2001:db8::1"}});
}

TEST_CASE("nodes that cannot be are told why") {
  CHECK(contains(why_no_nodes("a=10.0.0.1,b"), "\"b\" is not NAME=ADDRESS"));
  CHECK(contains(why_no_nodes("a=10.0.0.1,"), "not 1"));
  CHECK(contains(why_no_nodes("a=10.0.0.1,=10.0.0.2"), "\"\" is no host name"));
  CHECK(contains(why_no_nodes("a=10.0.0.1,1b=10.0.0.2"), "a letter first"));
  CHECK(contains(why_no_nodes("a=10.0.0.1,b[1:3]=10.0.0.2"), "is no host name"));
  CHECK(contains(why_no_nodes("a=10.0.0.1,b c=10.0.0.2"), "is no host name"));
  CHECK(contains(why_no_nodes("a=10.0.0.1,{{b}}=10.0.0.2"), "is no host name"));
  CHECK(contains(why_no_nodes("a=10.0.0.1," + std::string(64, 'b') + "=10.0.0.2"), "1 to 63"));
  CHECK(contains(why_no_nodes("a=10.0.0.1,postgres=10.0.0.2"), "cannot be called postgres"));
  CHECK(contains(why_no_nodes("a=10.0.0.1,b=10.0.0.256"), "\"10.0.0.256\" of b is no IP address"));
  CHECK(contains(why_no_nodes("a=10.0.0.1,b=db.example"), "is no IP address"));
  CHECK(contains(why_no_nodes("a=10.0.0.1,a=10.0.0.2"), "two nodes a"));
  CHECK(contains(why_no_nodes("db-1=10.0.0.1,DB.1=10.0.0.2"),
                 "db-1 and DB.1 would share the replication slot db_1"));
  CHECK(contains(why_no_nodes("a=10.0.0.1,b=10.0.0.1"), "10.0.0.1 is the address of a and of b"));
  CHECK(contains(why_no_nodes("a=::1,b=0:0:0:0:0:0:0:1"), "is the address of a and of b"));
  CHECK(contains(why_no_nodes(""), "2 to 15 nodes, not 0"));
  std::string many;
  for (char letter = 'a'; letter <= 'p'; ++letter)
    many += std::string(many.empty() ? "" : ",") + letter + "=10.0.0." + std::to_string(letter);
  CHECK(contains(why_no_nodes(many), "not 16"));
}

TEST_CASE("every suggestion and every example is an answer") {
  Said said;
  for (const auto& question : inventory::questions()) {
    CAPTURE(question.option);
    std::string& answer = said.*question.answer;
    answer = question.example;
    CHECK(question.objection(said).empty());
    if (question.suggestion != nullptr) answer = question.suggestion(said);
    CHECK_FALSE(answer.empty());
    CHECK(question.objection(said).empty());
  }
  const auto made = inventory::new_inventory(said);
  CHECK(made.cluster_name == "pgmahout");
  CHECK(made.nodes.size() == 3);
  CHECK(made.network == "10.0.0.0/24");
  CHECK(made.profile == "balanced");
  CHECK(made.synchronous == "quorum");
}

TEST_CASE("the usual network is the virtual address's /24, or /64 of IPv6") {
  CHECK(question_of("--network").suggestion({.vip = "192.168.7.9"}) == "192.168.7.0/24");
  CHECK(question_of("--network").suggestion({.vip = "2001:db8::7:9"}) == "2001:db8::/64");
  CHECK(question_of("--network").suggestion({}).empty());
}

TEST_CASE("answers that cannot be are told why") {
  const Said nodes{.nodes = kThreeNodes};
  Said said = nodes;
  said.vip = "10.0.0.182";
  CHECK(contains(objection_to("--vip", said), "10.0.0.182 is the address of postgres2"));
  said.vip = "10.0.0";
  CHECK(contains(objection_to("--vip", said), "must be an IPv4 or IPv6 address"));
  said.vip = "10.0.0.180";
  said.network = "10.0.0.1/24";
  CHECK(contains(objection_to("--network", said), "host bits are all 0"));
  said.network = "10.0.0.0/31";
  CHECK(contains(objection_to("--network", said), "10.0.0.181 (postgres1) is not in the network"));
  said.network = "10.0.0.180/30";
  said.nodes = "a=10.0.0.181,b=10.0.0.182";
  CHECK(contains(objection_to("--network", said), "10.0.0.180 (the virtual address) is the first"));
  said.nodes = "a=10.0.1.1,b=10.0.1.2";
  said.network = "10.0.1.0/24";
  CHECK(contains(objection_to("--network", said), "10.0.0.180 (the virtual address)"));
  CHECK(contains(objection_to("--pg-version", {.postgresql_version = "12"}), "must be one of 13"));
  CHECK(contains(objection_to("--profile", {.profile = "slow"}), "fast, balanced, safe"));
  CHECK(contains(objection_to("--synchronous", {.synchronous = "on"}), "off, quorum, priority"));
  CHECK(contains(objection_to("--cluster-name", {.cluster_name = "a b"}), "must be"));
  CHECK(contains(objection_to("--ssh-user", {.ssh_user = "-oProxyCommand=x"}), "login name"));
  CHECK(contains(objection_to("--ssh-user", {.ssh_user = "{{ x }}"}), "login name"));
}

TEST_CASE("errors of the rules are told by options, and name no file") {
  const auto told = inventory::told_by_options(
      {.kind = model::ErrorKind::invalid,
       .what = "pgmahout_vip: 10.1.0.1 is not in the network 10.0.0.0/24",
       .hint = "correct ansible_host, pgmahout_network or pgmahout_vip_interface",
       .where = model::SourcePosition{"/x/.pgmahout-init-1/hosts.yml", 3, 4}});
  CHECK(to_string(told) ==
        "--vip: 10.1.0.1 is not in the network 10.0.0.0/24\n"
        "  hint: correct --nodes, --network or pgmahout_vip_interface");
}
