#include "report/bootstrap.hpp"

#include <doctest/doctest.h>

#include "golden.hpp"
#include "report/connection.hpp"
#include "report/playbook_progress.hpp"
#include "report/verification.hpp"
#include "text.hpp"

using namespace pgmahout;

namespace {

model::Verification looked_at() {
  return {.cluster = "zoo",
          .checks = {
              {"node.reach", "every machine lets us in", model::Verdict::ok, {}, ""},
              {"node.sudo", "the login becomes root", model::Verdict::fail, {"n1: no"}, "do it"}}};
}

model::PlaybookRun failed_run() {
  return {.exit_status = 2,
          .log = "/home/me/run-0001.log",
          .took_ms = 61000,
          .recap = {{"n1", {.ok = 3, .changed = 2, .failed = 1}}},
          .changed = {{"n1", {"Install"}}},
          .failures = {{"Install", "n1", "first"}, {"Say what to do", "n1", "no packages"}}};
}

}  // namespace

TEST_CASE("of a failed run the last words of each host are told, and the log") {
  const auto text = report::playbook_text(failed_run(), false);
  CHECK(text ==
        "  n1: 2 changed, 1 failed\n"
        "n1: \"Say what to do\" failed: no packages\n"
        "log: /home/me/run-0001.log\n");
  CHECK(contains(report::playbook_text(failed_run(), true), "    - Install\n"));
}

TEST_CASE("how clients connect, without any password") {
  model::Cluster cluster{.vip = "10.0.0.9"};
  cluster.postgresql.superuser_password = model::Secret("s3cret");
  auto text = report::connection_text(cluster);
  CHECK(text.psql == "psql \"host=10.0.0.9 port=9999 dbname=postgres user=postgres\"");
  CHECK(text.uri == "postgresql://postgres:********@10.0.0.9:9999/postgres");
  CHECK(text.jdbc == "jdbc:postgresql://10.0.0.9:9999/postgres?user=postgres&password=********");
  cluster.vip = "fd00::9";
  cluster.postgresql.users = {{.name = "a b", .password = model::Secret("s3cret")}};
  cluster.postgresql.databases = {{.name = "x/y"}};
  text = report::connection_text(cluster);
  CHECK(text.uri == "postgresql://a%20b:********@[fd00::9]:9999/x%2Fy");
  CHECK(contains(text.psql, "user='a b'"));
}

TEST_CASE("how far a playbook is, in one line that fits") {
  const model::PlaybookProgress progress{.plays = {"Facts", "System", "Packages"},
                                         .begun = 2,
                                         .play = "System",
                                         .task = "Set\nit",
                                         .running = {{"n1", "Set"}, {"n3", "Set"}}};
  CHECK(report::progress_line(progress, 65000, 120000, 100) ==
        "(1:05, about 2:00 left) step 2 of 3: System - Set it [n1 n3]");
  CHECK(report::progress_line(progress, 65000, std::nullopt, 100) ==
        "(1:05) step 2 of 3: System - Set it [n1 n3]");
  CHECK(report::progress_line(progress, 0, std::nullopt, 20).size() == 20);
  CHECK(report::play_line(progress, 5000, std::nullopt) == "step 2 of 3: System (0:05)");
}

TEST_CASE("golden: a verification for programs") {
  test::check_golden(report::verification_json(looked_at()),
                     "tests/schemas/verification/mixed.json");
}

TEST_CASE("golden: bootstraps for programs") {
  model::Bootstrap bootstrap{.cluster = "zoo",
                             .host_keys = {{.node = "n1",
                                            .fingerprint = "SHA256:a",
                                            .type = "ssh-ed25519",
                                            .state = model::HostKeyState::unknown}},
                             .logins = {{.node = "n1",
                                         .user = "ops",
                                         .key_works = true,
                                         .key_added = true,
                                         .becomes_root = true}},
                             .preflight = looked_at(),
                             .playbook = failed_run(),
                             .errors = {{.what = "it failed", .node = "n1", .hint = "again"}},
                             .exit_code = model::ExitCode::incomplete};
  test::check_golden(report::bootstrap_json(bootstrap), "tests/schemas/bootstrap/failed.json");
  bootstrap.playbook->exit_status = 0;
  bootstrap.playbook->failures.clear();
  bootstrap.errors.clear();
  bootstrap.exit_code = model::ExitCode::ok;
  bootstrap.verification = looked_at();
  bootstrap.connection = model::ConnectionText{.psql = "psql x", .uri = "u", .jdbc = "j"};
  test::check_golden(report::bootstrap_json(bootstrap), "tests/schemas/bootstrap/done.json");
}
