#include "observe/inspect.hpp"

#include <doctest/doctest.h>

#include "observe/inspect_parts.hpp"
#include "observe/write_probe.hpp"
#include "ports/fake_clock.hpp"

using namespace pgmahout;
using namespace pgmahout::observe;
using ports::Row;
using ports::Rows;

namespace {

/// Answers each query with the next of the given rows, again and again the last; keeps the
/// statements.
class FakeSql : public ports::Sql {
 public:
  explicit FakeSql(std::vector<model::Result<Rows>> answers) : answers_(std::move(answers)) {}

  model::Result<std::unique_ptr<ports::SqlSession>> connect(const ports::SqlTarget& target,
                                                            const ports::Deadline&) override {
    targets.push_back(target.host);
    return std::make_unique<Session>(*this);
  }

  std::vector<std::string> targets;
  std::vector<std::string> statements;

 private:
  class Session : public ports::SqlSession {
   public:
    explicit Session(FakeSql& sql) : sql_(sql) {}
    model::Result<Rows> run(const ports::Query& query, const ports::Deadline&) override {
      sql_.statements.push_back(query.text);
      return sql_.answers_.at(std::min(sql_.next_++, sql_.answers_.size() - 1));
    }

   private:
    FakeSql& sql_;
  };

  std::vector<model::Result<Rows>> answers_;
  std::size_t next_ = 0;
};

/// Accepts whoever has the password "right"; the host "silent" lets every try run into its cap.
class FakeLogin : public ports::Login {
 public:
  explicit FakeLogin(ports::Clock& clock) : clock_(clock) {}

  ports::LoginAnswer attempt(const ports::SqlTarget& target, bool replication,
                             const ports::Deadline& deadline) override {
    ++tries;
    replications += replication ? 1 : 0;
    if (target.host == "silent") {
      clock_.sleep_for(deadline.remaining());
      return {.failure = "no answer in time"};
    }
    if (target.password.reveal() == "right") return {.accepted = true, .password_asked = true};
    return {.password_asked = true, .failure = "password authentication failed"};
  }

  int tries = 0;
  int replications = 0;

 private:
  ports::Clock& clock_;
};

InspectRequest sample_request() {
  return {
      .node = "postgres1",
      .address = "10.0.0.1",
      .os_family = model::OsFamily::debian,
      .postgresql_major = 15,
      .postgresql_port = 5432,
      .pgpool_port = 9999,
      .pcp_port = 9898,
      .heartbeat_port = 9694,
      .superuser = "postgres",
      .pgpool_user = "pgpool",
      .pgpool_password = model::Secret("right"),
      .listen_seconds = 5,
      .enough_heartbeats = 4,
      .files = {"/etc/a"},
      .kernel = {"net.ipv4.tcp_retries2"},
      .logins = {{model::LoginKind::vip, "postgres", "vip", 9999, model::Secret("right")},
                 {model::LoginKind::wrong_password, "pgpool", "vip", 9999, model::Secret("wrong")},
                 {model::LoginKind::replication, "repl", "silent", 5432, model::Secret("right")},
                 {model::LoginKind::replication, "repl", "silent", 5432, model::Secret("right")}}};
}

std::vector<model::Result<Rows>> postgresql_answers() {
  const Rows server{{}, {Row{"f", "15.8", "150008", "7412345678901234567", "3", "t"}}};
  const Rows archiver{{}, {Row{"on", "12", "1", "t", "000000030000000000000007"}}};
  const Rows replication{{},
                         {Row{"postgres2", "streaming", "async", "64"},
                          Row{"postgres3", "startup", "async", std::nullopt}}};
  const Rows slots{{}, {Row{"postgres2", "t", "t", "f", "reserved"}}};
  const Rows parameters{
      {},
      {Row{"DateStyle", "ISO, MDY", std::nullopt, "string", "default", std::nullopt, "f"},
       Row{"work_mem", "4096", "kB", "integer", "configuration file", "/etc/postgresql.conf",
           "t"}}};
  const Rows automatic{{}, {Row{"primary_conninfo"}}};
  const Rows errors{{}, {Row{"pg_hba.conf:7: invalid"}}};
  const Rows roles{{}, {Row{"postgres", "scram-sha-256"}, Row{"old", "md5"}}};
  return {server, archiver, replication, slots, parameters, automatic, errors, roles};
}

}  // namespace

TEST_CASE("PostgreSQL's answers become its state") {
  FakeClock clock;
  FakeSql sql(postgresql_answers());
  const ports::Deadline deadline(clock, std::chrono::seconds(5));
  const auto state = inspect_postgresql(sample_request(), sql, deadline);
  REQUIRE(state);
  CHECK(sql.targets == std::vector<std::string>{"/var/run/postgresql"});
  CHECK_FALSE(state->in_recovery);
  CHECK(state->server_version == "15.8");
  CHECK(state->version_number == 150008);
  CHECK(state->system_identifier == "7412345678901234567");
  CHECK(state->timeline == 3);
  CHECK(state->data_checksums);
  CHECK(state->archiver.failing);
  CHECK(state->archiver.archived == 12);
  REQUIRE(state->replication.size() == 2);
  CHECK(state->replication[0].replay_lag_bytes == 64);
  CHECK_FALSE(state->replication[1].replay_lag_bytes);
  CHECK(state->slots.at(0).active);
  CHECK(state->parameters.at("datestyle").value == "ISO, MDY");
  CHECK(state->parameters.at("work_mem").unit == "kB");
  CHECK(state->parameters.at("work_mem").pending_restart);
  CHECK(state->auto_parameters == std::vector<std::string>{"primary_conninfo"});
  CHECK(state->config_errors == std::vector<std::string>{"pg_hba.conf:7: invalid"});
  CHECK(state->role_methods.at("old") == "md5");
}

TEST_CASE("a server that refuses is the part's error, not an empty part") {
  FakeClock clock;
  FakeSql sql({std::unexpected(model::Error{.what = "connection refused"})});
  const ports::Deadline deadline(clock, std::chrono::seconds(5));
  const auto state = inspect_postgresql(sample_request(), sql, deadline);
  REQUIRE_FALSE(state);
  CHECK(state.error().what == "connection refused");
  CHECK_FALSE(inspect_pgpool(sample_request(), sql, deadline));
}

TEST_CASE("Pgpool-II's answers become its state, with or without the columns of 4.3") {
  FakeClock clock;
  const Rows version{{"pool_version"}, {Row{"4.3.5 (tamahomeboshi)"}}};
  const Rows parameters{{"item", "value", "description"}, {Row{"delegate_IP", "10.0.0.100", ""}}};
  const Rows nodes{{"node_id", "hostname", "port", "status", "role"},
                   {Row{"1", "10.0.0.2", "5432", "up", "standby"}}};
  FakeSql sql({version, parameters, nodes});
  const ports::Deadline deadline(clock, std::chrono::seconds(5));
  const auto state = inspect_pgpool(sample_request(), sql, deadline);
  REQUIRE(state);
  CHECK(sql.targets == std::vector<std::string>{"10.0.0.1"});
  CHECK(state->version == "4.3.5");
  CHECK(state->parameters.at("delegate_ip") == "10.0.0.100");
  CHECK(state->backends.at(0).id == 1);
  CHECK(state->backends.at(0).role == "standby");
  CHECK(state->backends.at(0).live_role.empty());
}

TEST_CASE("logins are tried once each, and a silent target only once") {
  FakeClock clock;
  FakeLogin login(clock);
  const ports::Deadline deadline(clock, std::chrono::seconds(30));
  const auto states = inspect_logins(sample_request(), login, deadline);
  REQUIRE(states.size() == 4);
  CHECK(states[0].accepted);
  CHECK_FALSE(states[1].accepted);
  CHECK(states[1].password_asked);
  CHECK(states[2].failure == "no answer in time");
  CHECK(states[3].failure.starts_with("not tried"));
  CHECK(login.tries == 3);
  CHECK(login.replications == 1);
  CHECK(deadline.remaining() > std::chrono::seconds(20));
}

TEST_CASE("where no Pgpool-II runs nothing is heard, also not at the second try") {
  FakeClock clock;
  const ports::Deadline deadline(clock, std::chrono::seconds(30));
  const auto state = inspect_heartbeat(sample_request(), deadline);
  CHECK(state.heard == 0);
  CHECK(state.seconds == doctest::Approx(5));
  CHECK(deadline.remaining() == std::chrono::seconds(20));
  const ports::Deadline little(clock, std::chrono::seconds(3));
  CHECK(inspect_heartbeat(sample_request(), little).seconds == doctest::Approx(3));
}

TEST_CASE("a request goes to the agent whole") {
  const auto document = request_to_json(sample_request());
  const auto back = request_from_json(nlohmann::json::parse(document.dump()));
  REQUIRE(back);
  CHECK(request_to_json(*back) == document);
  CHECK(back->logins.at(1).password.reveal() == "wrong");
  CHECK(layout_for(*back).postgresql_service == "postgresql@15-main");
}

TEST_CASE("a request without a field is refused, and no password is told") {
  auto document = request_to_json(sample_request());
  document["logins"][0]["password"] = "hush";
  document["logins"][0].erase("user");
  const auto back = request_from_json(document);
  REQUIRE_FALSE(back);
  CHECK(back.error().kind == model::ErrorKind::invalid);
  CHECK(back.error().what.find("hush") == std::string::npos);
}

TEST_CASE("a request with a number that does not fit is refused") {
  const auto document = request_to_json(sample_request());
  for (const auto& [field, wrong] : std::map<std::string, nlohmann::json>{{"pcp_port", 70000},
                                                                          {"os_family", 2},
                                                                          {"listen_seconds", 1e300},
                                                                          {"pgpool_port", 1.5}}) {
    CAPTURE(field);
    auto other = document;
    other[field] = wrong;
    CHECK_FALSE(request_from_json(other));
  }
}

TEST_CASE("the write tells its transaction") {
  FakeClock clock;
  FakeSql sql({Rows{{}, {Row{"742", "0/3000060"}}}});
  const ports::Deadline deadline(clock, std::chrono::seconds(5));
  CHECK(write_through(sql, {}, deadline) == "742");
  FakeSql empty({Rows{}});
  CHECK_FALSE(write_through(empty, {}, deadline));
}

TEST_CASE("a standby is asked until it has seen the transaction") {
  FakeClock clock;
  const Rows no{{}, {Row{"f"}}};
  const Rows yes{{}, {Row{"t"}}};
  FakeSql late({no, no, yes});
  const ports::Deadline deadline(clock, std::chrono::seconds(5));
  CHECK(saw_transaction(late, {}, "742", deadline) == true);
  CHECK(late.statements.size() == 3);
  FakeSql never({no});
  CHECK(saw_transaction(never, {}, "742", deadline) == false);
  CHECK(deadline.over());
  FakeSql dead({std::unexpected(model::Error{.what = "refused"})});
  CHECK_FALSE(saw_transaction(dead, {}, "742", deadline));
}
