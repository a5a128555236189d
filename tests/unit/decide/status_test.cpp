#include "decide/status/status.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "reported.hpp"

using namespace pgmahout;
using model::Severity;

namespace {

model::ClusterStatus judged(const Reported& told) {
  return decide::judge_status(told.cluster, told.reports);
}

// Its severity, or nothing; the node must be the one that is meant.
std::optional<Severity> severity_of(const model::ClusterStatus& status, const std::string& id,
                                    const std::string& node = "") {
  const auto found = std::ranges::find_if(status.findings, [&](const model::Finding& each) {
    return each.id == id && each.node == node;
  });
  if (found == status.findings.end()) return std::nullopt;
  CHECK_FALSE(found->what.empty());
  CHECK_FALSE(found->next.empty());
  return found->severity;
}

const model::NodeStatus& node_in(const model::ClusterStatus& status, int id) {
  return status.nodes.at(static_cast<std::size_t>(id));
}

}  // namespace

TEST_CASE("a cluster in which all is well") {
  const auto status = judged({});
  CHECK(status.findings.empty());
  CHECK(status.primary == "n0");
  CHECK(status.leader == "n0");
  CHECK(status.vip_holder == "n0");
  CHECK(status.quorum);
  CHECK(node_in(status, 0).role == model::Role::primary);
  CHECK(node_in(status, 0).state == "writable");
  CHECK(node_in(status, 1).state == "streaming");
  CHECK(node_in(status, 1).sync == "quorum");
  CHECK(node_in(status, 1).slot == "active");
  CHECK(node_in(status, 1).pgpool == "up standby");
  CHECK(node_in(status, 1).lag_bytes == 0);
}

TEST_CASE("a host that is silent costs nobody else's answers") {
  Reported told;
  told.silence(2);
  told.forget(2);
  const auto status = judged(told);
  CHECK(severity_of(status, "node.silent", "n2") == Severity::warning);
  CHECK(status.primary == "n0");
  CHECK(node_in(status, 2).state == "silent");
  CHECK(node_in(status, 2).role == model::Role::unknown);
  CHECK(node_in(status, 2).expected == model::Role::standby);
}

TEST_CASE("of a cluster that nobody speaks for nothing is known") {
  Reported told;
  for (int id = 0; id < 3; ++id) told.silence(id);
  const auto status = judged(told);
  CHECK(status.findings.size() == 3);
  CHECK(worst(status) == Severity::unknown);
}

TEST_CASE("nobody is primary") {
  Reported told;
  told.stop(0);
  const auto status = judged(told);
  CHECK(severity_of(status, "primary.none") == Severity::critical);
  CHECK(severity_of(status, "server.stopped", "n0") == Severity::warning);
  CHECK(status.findings.front().severity == Severity::critical);
  CHECK(node_in(status, 1).expected == model::Role::unknown);
}

TEST_CASE("an old primary is back beside the new one") {
  Reported told;
  auto& left = told.server(1).state;
  left = *observed::primary(1, observed::history(1)).server;
  for (const int id : {0, 2}) {
    told.server(id).state.timeline = {2};
    told.server(id).state.history = observed::history(2, {{1, 500}});
  }
  const auto status = judged(told);
  CHECK(severity_of(status, "primary.two") == Severity::critical);
  CHECK(status.primary == "n0");
  CHECK(node_in(status, 1).role == model::Role::primary);
  CHECK(node_in(status, 1).expected == model::Role::standby);
}

TEST_CASE("a fenced node tells why") {
  Reported told;
  told.stop(2);
  told.forget(2);
  told.node(2).fence = model::Fence{.reason = "replaced by n0", .since = "2026-03-01T12:00:00Z"};
  const auto status = judged(told);
  CHECK(severity_of(status, "node.fenced", "n2") == Severity::warning);
  CHECK_FALSE(severity_of(status, "server.stopped", "n2"));
  CHECK(node_in(status, 2).state == "fenced");
  CHECK(node_in(status, 2).fence == "replaced by n0");
  told.node(2).fence->held = true;
  CHECK(severity_of(judged(told), "node.held", "n2") == Severity::warning);
}

TEST_CASE("a server that runs and says nothing") {
  Reported told;
  told.stop(2);
  told.node(2).postmaster = true;
  told.node(2).server = std::unexpected(
      model::Error{.kind = model::ErrorKind::no_answer, .what = "no answer in time"});
  const auto status = judged(told);
  CHECK(severity_of(status, "server.silent", "n2") == Severity::warning);
  CHECK(node_in(status, 2).state == "not answering");
}

TEST_CASE("why a standby does not stream") {
  Reported told;
  told.forget(2);
  auto& standby = told.server(2).state;
  standby.receiving = false;
  const auto what = [&] {
    const auto status = judged(told);
    CHECK(severity_of(status, "standby.not_streaming", "n2") == Severity::warning);
    return status.findings.front().what;
  };
  CHECK(what().find("knows nothing of it") != std::string::npos);
  standby.follows = "n1";
  CHECK(what().find("follows n1 and not n0") != std::string::npos);
  standby.frozen = true;
  CHECK(what().find("told to follow nobody") != std::string::npos);
  standby.frozen = false;
  told.server(0).state.timeline = {2};
  told.server(0).state.history = observed::history(2, {{1, 500}});
  CHECK(what().find("must be rewound") != std::string::npos);
}

TEST_CASE("commits that wait, and commits that nobody confirms") {
  Reported waiting;
  for (auto& row : waiting.server(0).standbys) row.state = "catchup";
  CHECK(severity_of(judged(waiting), "synchronous.blocked", "n0") == Severity::critical);
  Reported alone;
  alone.server(0).synchronous_names.clear();
  CHECK(severity_of(judged(alone), "synchronous.off", "n0") == Severity::warning);
  alone.cluster.replication.synchronous = model::Synchronous::off;
  CHECK(judged(alone).findings.empty());
}

TEST_CASE("a standby that is behind") {
  Reported told;
  told.server(0).standbys.front().lag_bytes = std::int64_t{17} << 20U;
  CHECK(severity_of(judged(told), "standby.behind", "n1") == Severity::warning);
  const decide::StatusLimits patient{.lag_bytes = std::int64_t{18} << 20U};
  CHECK(decide::judge_status(told.cluster, told.reports, patient).findings.empty());
  told.server(1).replay_paused = true;
  CHECK(severity_of(judged(told), "standby.replay_paused", "n1") == Severity::warning);
}

TEST_CASE("slots") {
  Reported told;
  told.server(0).slots.front().active = false;
  CHECK(severity_of(judged(told), "slot.inactive", "n1") == Severity::note);
  told.server(0).slots.front().wal_status = "lost";
  CHECK(severity_of(judged(told), "slot.lost", "n1") == Severity::warning);
  told.server(0).slots.clear();
  CHECK(severity_of(judged(told), "slot.missing", "n1") == Severity::warning);
  CHECK(severity_of(judged(told), "slot.missing", "n2") == Severity::warning);
  CHECK_FALSE(severity_of(judged(told), "slot.missing", "n0"));
}

TEST_CASE("Pgpool-II is wrong") {
  Reported told;
  told.node(1).beliefs->at(2).up = false;
  CHECK(severity_of(judged(told), "pgpool.calls_down", "n2") == Severity::warning);
  told.node(0).beliefs->at(0).up = false;
  CHECK(severity_of(judged(told), "pgpool.calls_down", "n0") == Severity::critical);
  told.node(2).beliefs->at(1).primary = true;
  CHECK(severity_of(judged(told), "pgpool.wrong_primary", "n1") == Severity::warning);
  told.node(0).beliefs->at(1).primary = true;
  CHECK(severity_of(judged(told), "pgpool.wrong_primary", "n1") == Severity::critical);
}

TEST_CASE("a node that is down may be called down") {
  Reported told;
  told.stop(2);
  told.forget(2);
  for (int id = 0; id < 3; ++id) told.node(id).beliefs->at(2).up = false;
  CHECK_FALSE(severity_of(judged(told), "pgpool.calls_down", "n2"));
}

TEST_CASE("watchdogs") {
  Reported told;
  told.node(2).watchdog = std::unexpected(model::Error{.what = "Connection refused"});
  CHECK(severity_of(judged(told), "pgpool.silent", "n2") == Severity::warning);
  told.node(1).watchdog->quorum = false;
  CHECK(severity_of(judged(told), "watchdog.no_quorum") == Severity::critical);
  told.node(1).watchdog->leader_host = "192.0.2.2";
  CHECK(severity_of(judged(told), "watchdog.two_leaders") == Severity::critical);
}

TEST_CASE("the virtual IP") {
  Reported told;
  told.node(1).holds_vip = true;
  CHECK(severity_of(judged(told), "vip.twice") == Severity::critical);
  told.node(0).holds_vip = false;
  CHECK(severity_of(judged(told), "vip.elsewhere", "n1") == Severity::warning);
  told.node(1).holds_vip = false;
  CHECK(severity_of(judged(told), "vip.nowhere") == Severity::critical);
}

TEST_CASE("a node that is not guarded, and another version") {
  Reported told;
  told.node(1).units.front().active = "failed";
  CHECK(severity_of(judged(told), "node.unguarded", "n1") == Severity::warning);
  CHECK_FALSE(node_in(judged(told), 1).guarded);
  told.node(2).agent_version = "2";
  CHECK(severity_of(judged(told), "node.versions") == Severity::warning);
}

TEST_CASE("the latest change of all journals is told") {
  Reported told;
  told.node(1).last_change = model::ChangeNote{"2026-03-01T12:00:00.000Z", "n2", "n1", "none"};
  told.node(2).last_change = model::ChangeNote{"2026-03-01T13:00:00.000Z", "n1", "n0", "none"};
  REQUIRE(judged(told).last_change);
  CHECK(judged(told).last_change->to == "n0");
}
