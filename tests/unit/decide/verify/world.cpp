#include "decide/verify/world.hpp"

#include <algorithm>
#include <stdexcept>

namespace pgmahout::test {

namespace {

using model::LoginKind;

model::Node make_node(int id) {
  const std::string number = std::to_string(id + 1);
  return {.name = "postgres" + number,
          .id = id,
          .address = "10.0.0." + number,
          .initial_primary = id == 0,
          .slot_name = "postgres" + number};
}

model::Cluster make_cluster() {
  model::Cluster cluster{.name = "zoo", .vip = "10.0.0.100", .nodes = {}};
  for (int id = 0; id < 3; ++id) cluster.nodes.push_back(make_node(id));
  cluster.postgresql.users.push_back({.name = "app", .attributes = {}, .groups = {}});
  return cluster;
}

model::NodeExpectation make_expectation(const model::Cluster& cluster, const model::Node& node) {
  return {.layout = model::layout_of(cluster, node),
          .files = {{"/var/lib/postgresql/.pgpass", "postgres", "postgres", "0600", "aa", true},
                    {"/etc/sudoers.d/pgmahout", "root", "root", "0440", "cc", false},
                    {"/etc/pgpool2/pgpool_node_id", "root", "postgres", "0640", "dd", false}},
          .postgresql = {{"work_mem", "4MB"}, {"wal_level", "replica"}, {"wal_buffers", "-1"}},
          .pgpool = {{"health_check_period", "5"},
                     {"sr_check_password", "x"},
                     {"wd_heartbeat_keepalive", "2"}},
          .kernel = {{model::kTcpRetries, "5"}, {model::kPingGroups, "0 2147483647"}}};
}

model::PostgresqlState make_postgresql(const model::Cluster& cluster, const model::Node& node) {
  model::PostgresqlState state{.in_recovery = node.id != 0,
                               .server_version = "15.8",
                               .version_number = 150008,
                               .system_identifier = "7412345678901234567",
                               .timeline = 1,
                               .data_checksums = true};
  state.parameters["work_mem"] = {.value = "4096", .unit = "kB", .type = "integer"};
  state.parameters["wal_level"] = {.value = "replica", .type = "enum"};
  state.parameters["wal_buffers"] = {.value = "512", .unit = "8kB", .type = "integer"};
  state.auto_parameters = {"primary_conninfo", "primary_slot_name", "pgmahout.followed",
                           "pgmahout.promoted"};
  state.archiver = {.mode = "on", .archived = 7};
  for (const char* role : {"postgres", "repl", "pgpool", "app"})
    state.role_methods[role] = "scram-sha-256";
  state.parameters["synchronous_standby_names"] = {.value = "", .type = "string"};
  if (state.in_recovery) return state;
  state.parameters["synchronous_standby_names"].value = R"(ANY 1 ("postgres2", "postgres3"))";
  for (const model::Node& other : cluster.nodes) {
    if (other.id == node.id) continue;
    state.replication.push_back({other.name, "streaming", "async", 0});
    state.slots.push_back({.name = other.slot_name, .active = true, .wal_status = "reserved"});
  }
  return state;
}

model::PgpoolState make_pgpool(const model::Cluster& cluster) {
  model::PgpoolState state{.version = "4.3.5"};
  state.parameters = {{"health_check_period", "5s"},
                      {"sr_check_password", "*****"},
                      {"wd_heartbeat_keepalive", "2s"}};
  for (const model::Node& node : cluster.nodes) {
    const std::string role = node.id == 0 ? "primary" : "standby";
    state.backends.push_back({node.id, node.address, "up", role, "up", role, "streaming"});
  }
  return state;
}

model::WatchdogState make_watchdog(const model::Cluster& cluster, const model::Node& node) {
  model::WatchdogState state{
      .quorum = "QUORUM EXIST", .escalated = node.id == 0, .leader_host = cluster.nodes[0].address};
  for (const model::Node& member : cluster.nodes)
    state.members.push_back({member.address, member.id == 0 ? "LEADER" : "STANDBY", "MEMBER"});
  return state;
}

std::vector<model::LoginState> make_logins(const model::Cluster& cluster) {
  std::vector<model::LoginState> logins;
  for (const char* user : {"postgres", "pgpool", "app"})
    logins.push_back({LoginKind::vip, user, cluster.vip, true, true, ""});
  logins.push_back(
      {LoginKind::wrong_password, "pgpool", cluster.vip, false, true, "password mismatch"});
  for (const model::Node& node : cluster.nodes)
    logins.push_back({LoginKind::replication, "repl", node.address, true, true, ""});
  return logins;
}

model::NodeInspection make_node_state(const model::Cluster& cluster, const model::Node& node) {
  model::NodeInspection state{.agent_version = "0.1.0"};
  state.facts.os_version = "12";
  state.addresses = {"127.0.0.1", node.address};
  if (node.id == 0) state.addresses.push_back(cluster.vip);
  state.pgpool_node_id = std::to_string(node.id);
  state.units = {{"postgresql@15-main", "active", "enabled",
                  "{ path=/usr/bin/setpriv ; argv[]=/usr/bin/setpriv --reuid=postgres "
                  "/usr/libexec/pgmahout/guard gate ; ignore_errors=no ; start_time=[n/a] }\n"},
                 {"pgpool2", "active", "enabled", ""},
                 {"pgmahout-guard", "active", "enabled", ""},
                 {"pgmahout-heal", "active", "enabled", ""}};
  state.files = {{"/var/lib/postgresql/.pgpass", true, "postgres", "postgres", "0600", "aa"},
                 {"/etc/sudoers.d/pgmahout", true, "root", "root", "0440", ""},
                 {"/etc/pgpool2/pgpool_node_id", true, "root", "postgres", "0640", "dd"},
                 {"/usr/libexec/pgmahout/node", true, "root", "root", "0755", "bb"},
                 {"/var/lib/systemd/linger/postgres", true, "root", "root", "0644", ""},
                 {"/var/lib/pgmahout", true, "postgres", "postgres", "0700", ""}};
  state.kernel = {{model::kTcpRetries, "5"}, {model::kPingGroups, "0 2147483647"}};
  state.groups = {117, 114};
  state.pool_passwords = {{"postgres", "AES"}, {"pgpool", "AES"}, {"app", "TEXT"}};
  state.heartbeat = {.bound_to = {"0.0.0.0"}, .receivers = 2, .seconds = 5.8, .heard = 5};
  state.logins = make_logins(cluster);
  state.postgresql = make_postgresql(cluster, node);
  state.pgpool = make_pgpool(cluster);
  state.watchdog = make_watchdog(cluster, node);
  return state;
}

}  // namespace

World::World() : cluster(make_cluster()) {
  expectation.version = "0.1.0";
  for (const model::Node& member : cluster.nodes) {
    expectation.nodes[member.name] = make_expectation(cluster, member);
    inspection.nodes[member.name] = make_node_state(cluster, member);
  }
  inspection.write =
      model::WriteProbe{.transaction = "742",
                        .seen = {{"postgres1", true}, {"postgres2", true}, {"postgres3", true}}};
}

model::NodeInspection& World::node(int id) {
  return *inspection.nodes.at(cluster.nodes.at(static_cast<std::size_t>(id)).name);
}

void World::silence(int id) {
  inspection.nodes.at(cluster.nodes.at(static_cast<std::size_t>(id)).name) = std::unexpected(
      model::Error{.kind = model::ErrorKind::no_answer, .what = "no answer within 10 s"});
}

model::Verification World::verify() const {
  return decide::verify({cluster, expectation, inspection, limits});
}

std::vector<std::string> not_ok(const World& world) {
  std::vector<std::string> found;
  for (const model::CheckResult& result : world.verify().checks)
    if (result.verdict != model::Verdict::ok)
      found.push_back(result.id + " " + std::string(to_string(result.verdict)));
  return found;
}

model::CheckResult check(const World& world, const std::string& id) {
  const model::Verification verification = world.verify();
  const auto found = std::ranges::find(verification.checks, id, &model::CheckResult::id);
  if (found == verification.checks.end()) throw std::logic_error("no check " + id);
  return *found;
}

}  // namespace pgmahout::test
