#include <doctest/doctest.h>

#include "../act/fake_node.hpp"
#include "agent/operations/operations.hpp"
#include "observe/history_json.hpp"
#include "temporary_directory.hpp"

using namespace pgmahout;

namespace {

model::NodeHistory answered_by(FakeNode& node) {
  const auto context = node.context();
  const auto request = agent::Request::parse(R"({"version":1,"operation":"history"})");
  const auto answer =
      agent::history(*request, {.context = context, .progress = [](const nlohmann::json&) {}});
  REQUIRE(answer);
  const auto history = observe::history_from_json(*answer, "n0");
  REQUIRE(history);
  return *history;
}

}  // namespace

TEST_CASE("a node tells its history, and whoever asked understands it") {
  const test::TemporaryDirectory directory;
  directory.write("pg_wal/00000002.history", "1\t0/3000000\tno recovery target specified\n");
  FakeNode node;
  node.cluster.postgresql.data_directory = directory.path();
  node.store.records["journal.jsonl"] = "{\"at\":\"2026-";
  node.store.records["journal.jsonl.1"] =
      R"({"at":"2026-03-01T12:00:00.000Z","operation":"failover","id":"i","refused":"too few"})"
      "\n";
  const auto history = answered_by(node);
  CHECK(history.refusals.size() == 1);
  CHECK(history.not_understood == 1);
  REQUIRE(history.files.size() == 1);
  CHECK(history.files.front().history.timeline.number == 2);
  REQUIRE(history.server);
  CHECK(history.server->timeline.number == 1);
}

TEST_CASE("a server that does not answer keeps nothing else back") {
  FakeNode node;
  node.sql.silent = true;
  const auto history = answered_by(node);
  CHECK_FALSE(history.server);
  CHECK(history.complete);
}
