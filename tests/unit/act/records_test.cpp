#include <doctest/doctest.h>

#include "act/clone/workplace.hpp"
#include "act/fence.hpp"
#include "act/guard/primary_record.hpp"
#include "act/journal.hpp"
#include "act/lost_hosts.hpp"
#include "act/rejoin/marker.hpp"
#include "act/stopped_server.hpp"
#include "fake_node.hpp"
#include "model/json.hpp"

using namespace pgmahout;

namespace {

constexpr const char* kLatin1 = "f\xfcr immer";

}  // namespace

TEST_CASE("a primary's record that cannot be understood counts as none") {
  FakeNode node;
  const auto context = node.context();
  for (const char* text :
       {"", "{\"system_identifier\":\"70000", "[]", R"({"system_identifier":7,"timeline":1})",
        R"({"system_identifier":"7","timeline":"1"})", R"({"system_identifier":"7"})",
        R"({"system_identifier":"7","timeline":-1})",
        R"({"system_identifier":"7","timeline":1e300})"}) {
    CAPTURE(text);
    node.store.records["primary.json"] = text;
    const auto record = act::read_primary_record(context);
    REQUIRE(record);
    CHECK_FALSE(record->has_value());
    CHECK(act::arm_primary(context, {{7}, {2}}));
    CHECK(act::read_primary_record(context)->value() == act::PrimaryRecord{{7}, {2}});
  }
}

TEST_CASE("a mark of a rewind that cannot be understood is a rewind that was cut off") {
  FakeNode node;
  const auto context = node.context();
  for (const char* text : {"", "{\"directory\":", "7", R"({"directory":"0","bytes":5})",
                           R"({"directory":-1})", R"({"bytes":5})"}) {
    CAPTURE(text);
    node.store.records["rewinding.json"] = text;
    const auto lost = act::rejoin::find_cut_off_rewind(context);
    REQUIRE(lost);
    REQUIRE(lost->has_value());
    CHECK_FALSE((*lost)->transactions);
  }
  node.store.records["rewinding.json"] = R"({"directory":0,"bytes":"5","kept":5})";
  CHECK(act::rejoin::find_cut_off_rewind(context)->value().bytes == 0);
  node.store.records["rewinding.json"] = R"({"directory":77})";
  CHECK_FALSE(act::rejoin::find_cut_off_rewind(context)->has_value());
}

TEST_CASE("lost hosts are those before the first that is none") {
  FakeNode node;
  node.store.records["lost_hosts"] = "2 0 99999999999 1";
  CHECK(act::lost_hosts(node.context()) == std::set<int>{0, 2});
  node.store.records["lost_hosts"] = "{\"lost\":[1]}";
  CHECK(act::lost_hosts(node.context()).empty());
}

TEST_CASE("a clone's journal of other types is damaged, not an exception") {
  const act::clone::Journal journal{
      .slot = "postgres2", .slot_node = "postgres1", .tablespaces = {"/a b"}};
  const auto again = act::clone::parse_journal(act::clone::to_text(journal));
  REQUIRE(again);
  CHECK(again->slot_node == "postgres1");
  CHECK(again->tablespaces == journal.tablespaces);
  for (const char* text : {"", "{\"slot\":", "[]", R"({"slot":7})", R"({"tablespaces":"/a"})",
                           R"({"tablespaces":[7]})"})
    CHECK_FALSE(act::clone::parse_journal(text));
}

TEST_CASE("words of a server in any encoding are noted") {
  FakeNode node;
  const auto context = node.context();
  act::Journal(context, "failover").note({{"why", kLatin1}});
  CHECK(model::parse_json(node.store.records.at(act::kJournalRecord)).at("operation") ==
        "failover");
  REQUIRE(act::fence(context, {.reason = kLatin1}, ports::StopMode::immediate));
  const auto fence = act::read_fence(context);
  REQUIRE(fence->has_value());
  CHECK((*fence)->reason.starts_with("f"));
}

TEST_CASE("an answer to a fence that is not understood proves nothing") {
  const auto good = act::outcome_from_json({{"was_running", true},
                                            {"was_fenced", false},
                                            {"end_timeline", 3},
                                            {"end_lsn", "0/3000148"}});
  CHECK(good.was_running);
  CHECK_FALSE(good.was_fenced);
  CHECK(good.end == model::WalPosition{{3}, {0x3000148}});
  CHECK(act::outcome_from_json({{"was_fenced", "no"}}).was_fenced);
  CHECK(act::outcome_from_json(nlohmann::json::object()).was_fenced);
  for (const auto& timeline : {nlohmann::json(), nlohmann::json("3"), nlohmann::json(-3)})
    CHECK_FALSE(act::outcome_from_json({{"end_timeline", timeline}, {"end_lsn", "0/3000148"}}).end);
  CHECK_FALSE(act::outcome_from_json({{"end_timeline", 3}, {"end_lsn", 3}}).end);
}

TEST_CASE("the word of a stopped server counts as a whole or not at all") {
  const nlohmann::json answer{{"running", false},
                              {"has_data", true},
                              {"fenced", true},
                              {"timeline", 3},
                              {"system_identifier", "7"}};
  const auto server = act::stopped_server_from_json(answer);
  REQUIRE(server);
  CHECK(server->timeline == 3);
  CHECK(server->fenced);
  CHECK(server->follows_host.empty());
  for (const char* name : {"running", "has_data", "fenced", "timeline", "system_identifier"}) {
    auto other = answer;
    other[name] = -1;
    CAPTURE(name);
    CHECK_FALSE(act::stopped_server_from_json(other));
  }
  CHECK_FALSE(act::stopped_server_from_json({{"running", true}}));
  CHECK_FALSE(act::stopped_server_from_json(nlohmann::json::object()));
}
