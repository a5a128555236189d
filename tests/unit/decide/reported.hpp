#pragma once

#include <string>

#include "model/cluster.hpp"
#include "model/node_report.hpp"
#include "observed.hpp"

/// A cluster of three in which all is well, for tests to break one thing of: n0 is primary, the
/// others stream from it; n0's Pgpool-II leads and has the virtual IP.
struct Reported {
  pgmahout::model::Cluster cluster;
  pgmahout::model::Reports reports;

  Reported() {
    using namespace pgmahout::model;
    cluster.name = "zoo";
    cluster.vip = "192.0.2.9";
    cluster.postgresql.max_slot_wal_keep_size = "10GB";
    for (int id = 0; id < 3; ++id) {
      Node node{.name = "n" + std::to_string(id), .id = id};
      node.address = "192.0.2." + std::to_string(id + 1);
      node.slot_name = "slot" + std::to_string(id);
      cluster.nodes.push_back(node);
      reports.nodes.emplace_back(report_of(id));
    }
    for (const char* name : {"n1", "n2"}) {
      server(0).standbys.push_back({name, "streaming", "quorum", 0, 5});
      server(0).slots.push_back({std::string("slot") + (name + 1), true, "reserved", 0});
    }
    server(0).synchronous_names = "ANY 1 (n1, n2)";
  }

  pgmahout::model::NodeReport& node(int id) {
    return *reports.nodes.at(static_cast<std::size_t>(id));
  }
  pgmahout::model::ServerReport& server(int id) { return *node(id).server; }
  void silence(int id) {
    reports.nodes.at(static_cast<std::size_t>(id)) = std::unexpected(
        pgmahout::model::Error{.kind = pgmahout::model::ErrorKind::no_answer, .what = "no answer"});
  }
  void stop(int id) {
    node(id).postmaster = false;
    node(id).server = std::unexpected(pgmahout::model::Error{.what = "Connection refused"});
  }
  /// The primary neither knows nor keeps its place for that standby as it did.
  void forget(int id) {
    if (!reports.nodes.front() || !node(0).server) return;
    std::erase_if(server(0).standbys,
                  [&](const auto& row) { return row.name == "n" + std::to_string(id); });
  }

 private:
  static pgmahout::model::ServerReport server_of(int id) {
    auto state = id == 0 ? observed::primary(0) : observed::hearing(id, 1000, 0, 5);
    if (id > 0) state.server->follows = "n0";
    state.server->system_identifier = {7000000000000000001U};
    return {.state = *state.server,
            .version = "15.8",
            .replay_age_ms = id == 0 ? std::nullopt : std::optional<std::int64_t>(0)};
  }
  static pgmahout::model::NodeReport report_of(int id) {
    pgmahout::model::NodeReport report{.agent_version = "1", .postmaster = true};
    report.server = server_of(id);
    for (const char* unit : {"pgmahout-guard", "pgmahout-heal"})
      report.units.push_back({unit, "active", "enabled", ""});
    report.holds_vip = id == 0;
    report.watchdog = pgmahout::model::WatchdogView{
        .quorum = true, .leader = id == 0, .leader_host = "192.0.2.1"};
    report.beliefs = pgmahout::model::Beliefs{
        {.id = 0, .up = true, .primary = true}, {.id = 1, .up = true}, {.id = 2, .up = true}};
    return report;
  }
};
