#include "report/status.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "golden.hpp"
#include "report/table.hpp"
#include "text.hpp"

using namespace pgmahout;

namespace {

model::ClusterStatus sample_status() {
  model::ClusterStatus status{.cluster = "zoo",
                              .primary = "n0",
                              .leader = "n0",
                              .vip = "192.0.2.9",
                              .vip_holder = "n0",
                              .quorum = true};
  status.nodes = {{.name = "n0",
                   .address = "192.0.2.1",
                   .role = model::Role::primary,
                   .expected = model::Role::primary,
                   .state = "writable",
                   .timeline = {2},
                   .lsn = {0x3000148},
                   .pgpool = "up primary",
                   .watchdog = "leader",
                   .holds_vip = true,
                   .guarded = true},
                  {.name = "n1",
                   .address = "192.0.2.2",
                   .role = model::Role::standby,
                   .expected = model::Role::standby,
                   .state = "streaming",
                   .timeline = {2},
                   .lsn = {0x3000148},
                   .lag_bytes = 2048,
                   .lag_ms = 1500,
                   .sync = "quorum",
                   .slot = "active",
                   .pgpool = "up standby",
                   .watchdog = "member",
                   .guarded = true}};
  return status;
}

model::ClusterStatus broken_status() {
  auto status = sample_status();
  status.findings = {{"vip.twice", model::Severity::critical, "", "n0 and n1 have it", "wait"},
                     {"node.unguarded", model::Severity::warning, "n1", "no | guard", "start it"}};
  return status;
}

}  // namespace

TEST_CASE("the status for people") {
  CHECK(
      report::status_text(sample_status(), {.colour = false, .width = 120}) ==
      "cluster zoo: primary n0, virtual IP 192.0.2.9 on n0, n0 leads a quorum\n"
      "\n"
      "node  role     state      timeline  position   behind          sync    slot    Pgpool-II   "
      "watchdog  guard\n"
      "n0    primary  writable   2         0/3000148  -               -       -       up primary  "
      "leader    on\n"
      "n1    standby  streaming  2         0/3000148  2.0 KiB, 1.5 s  quorum  active  up standby  "
      "member    on\n"
      "\n"
      "all is well\n");
}

TEST_CASE("what is wrong stands below, with what to do") {
  const auto text = report::status_text(broken_status(), {.colour = false, .width = 120});
  CHECK(
      text.ends_with("critical  n0 and n1 have it\n"
                     "          > wait\n"
                     "warning   n1: no | guard\n"
                     "          > start it\n"));
  CHECK(report::status_text(broken_status(), {.colour = true}).find("\033[1;31mcritical\033[0m") !=
        std::string::npos);
}

TEST_CASE("a narrow terminal gets fewer columns") {
  auto status = sample_status();
  const auto narrow = report::status_text(status, {.colour = false, .width = 60});
  CHECK(longest_line(narrow.substr(narrow.find("\n\n"))) <= 60);
  CHECK(narrow.find("streaming") != std::string::npos);
  CHECK(narrow.find("watchdog") == std::string::npos);
}

TEST_CASE("who is not what it should be has an asterisk") {
  auto status = sample_status();
  status.nodes[1].role = model::Role::primary;
  CHECK(report::status_text(status, {.width = 120}).find("primary*") != std::string::npos);
}

TEST_CASE("the status for programs") {
  const auto json = nlohmann::json::parse(report::status_json(broken_status(), 1));
  CHECK(json["primary"] == "n0");
  CHECK(json["exit_code"] == 1);
  CHECK(json["nodes"][0]["lag_bytes"].is_null());
  CHECK(json["nodes"][1]["lag_ms"] == 1500);
  CHECK(json["nodes"][1]["lsn"] == "0/3000148");
  CHECK(json["findings"][0]["severity"] == "critical");
  CHECK(json["findings"][0]["node"].is_null());
  CHECK(json["last_change"].is_null());
}

TEST_CASE("the status for Nagios") {
  CHECK(report::status_nagios(sample_status()) ==
        "PGMAHOUT OK - zoo: primary n0 | standbys=1 quorum=1 'n1_lag'=2048B 'n1_delay'=1.500s\n");
  CHECK(report::nagios_exit_code(sample_status()) == 0);
  const auto text = report::status_nagios(broken_status());
  CHECK(text.starts_with("PGMAHOUT CRITICAL - n0 and n1 have it | standbys=1"));
  CHECK(text.ends_with("\nn1: no   guard\n"));
  CHECK(report::nagios_exit_code(broken_status()) == 2);
  auto status = broken_status();
  status.findings.erase(status.findings.begin());
  CHECK(report::nagios_exit_code(status) == 1);
  status.findings.front().severity = model::Severity::unknown;
  CHECK(report::nagios_exit_code(status) == 3);
}

TEST_CASE("the status for Prometheus") {
  auto status = broken_status();
  status.cluster = "a \"zoo\"";
  const auto text = report::status_prometheus(status);
  CHECK(text.find("# TYPE pgmahout_replication_lag_bytes gauge\n"
                  "pgmahout_replication_lag_bytes{cluster=\"a \\\"zoo\\\"\",node=\"n1\"} 2048\n") !=
        std::string::npos);
  CHECK(text.find(
            "pgmahout_replication_delay_seconds{cluster=\"a \\\"zoo\\\"\",node=\"n1\"} 1.5\n") !=
        std::string::npos);
  CHECK(text.find(",severity=\"critical\"} 1\n") != std::string::npos);
}

TEST_CASE("golden: a status for programs") {
  auto status = broken_status();
  status.last_change = model::ChangeNote{"2026-03-01T12:00:00.000Z", "n1", "n0", "none"};
  test::check_golden(report::status_json(status, 1), "tests/schemas/status/broken.json");
}
