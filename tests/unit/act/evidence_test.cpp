#include "act/evidence.hpp"

#include <doctest/doctest.h>

#include "fake_node.hpp"
#include "temporary_directory.hpp"
#include "text.hpp"

using namespace pgmahout;

namespace {

// A node with real files: its log, its password files and its configuration.
struct NodeWithFiles : FakeNode {
  test::TemporaryDirectory directory;

  NodeWithFiles() {
    const auto root = directory.path().string();
    cluster.postgresql.data_directory = root + "/data";
    layout.pgpool_log = root + "/log";
    layout.postgres_home = root + "/home";
    layout.postgresql_conf = root + "/etc";
    layout.pgpool_conf = root + "/pgpool";
    layout.etc = root + "/pgmahout";
    layout.network_conf = root + "/network.conf";
    directory.write("data/postgresql.auto.conf", "primary_conninfo = 'password=canary-0 host=x'\n");
    directory.write("home/.pgpass", "# x\n10.0.0.1:5432:*:repl:canary\\:1\n");
    directory.write("home/.pcppass", "localhost:9898:pgpool:canary-2\n");
    directory.write("home/.pgpoolkey", "canary-3\n");
    directory.write("pgpool/pgpool.conf", "wd_authkey = canary-4\nport = 9999\n");
    directory.write("pgpool/pool_passwd", "pgpool:canary-5\n");
    directory.write("pgpool/pcp.conf", "pgpool:canary-6\n");
    directory.write("home/.ssh/id_ed25519", "canary-7");
    directory.write("log/postgresql-15-main.log",
                    "LOG:  canary:1 was tried\nSTATEMENT:  ALTER ROLE x PASSWORD 'canary-8'\n"
                    "LOG:  canary-2 canary-3\nLOG:  the last word\n");
  }
};

std::string everything_in(const model::NodeEvidence& evidence) {
  std::string text = evidence.control + evidence.refusal;
  for (const auto& [path, content] : evidence.files) text += path + content;
  if (evidence.log)
    for (const auto& line : evidence.log->lines) text += line + "\n";
  for (const auto& line : evidence.config_errors) text += line;
  return text;
}

}  // namespace

TEST_CASE("no secret leaves the node, wherever it stands there") {
  NodeWithFiles node;
  const auto evidence = act::gather_evidence(node.context(), true);
  const auto text = everything_in(evidence);
  CHECK_FALSE(contains(text, "canary"));
  CHECK(contains(text, "port = 9999"));
  CHECK(contains(text, "the last word"));
  REQUIRE(evidence.log);
  CHECK(evidence.log->lines.size() == 4);
  for (const auto& [path, content] : evidence.files) {
    CAPTURE(path);
    CHECK_FALSE(contains(path, "passwd"));
    CHECK_FALSE(contains(path, "pcp.conf"));
    CHECK_FALSE(contains(path, ".ssh"));
  }
}

TEST_CASE("a node whose parts do not answer has evidence all the same") {
  FakeNode node;
  node.sql.silent = true;
  node.shell.hangs = true;
  node.server.runs = false;
  const auto evidence = act::gather_evidence(node.context(), false);
  CHECK_FALSE(evidence.server);
  CHECK_FALSE(evidence.log);
  CHECK_FALSE(evidence.journal);
  CHECK(evidence.files.empty());
  CHECK(evidence.config_errors.empty());
  CHECK(contains(evidence.control, "stopped in order"));
}

TEST_CASE("why the last failover was refused, unless one was done since") {
  FakeNode node;
  const std::string refused =
      R"({"at":"2026-03-01T12:00:00.000Z","operation":"failover","refused":"n2 is silent"})";
  const std::string done =
      R"({"at":"2026-03-01T12:01:00.000Z","operation":"failover","certificate":"x"})";
  node.store.records["journal.jsonl"] = refused + "\n";
  CHECK(act::gather_evidence(node.context(), false).refusal ==
        "2026-03-01T12:00:00.000Z: n2 is silent");
  node.store.records["journal.jsonl"] = refused + "\n" + done + "\n";
  CHECK(act::gather_evidence(node.context(), false).refusal.empty());
}

TEST_CASE("the passwords of a password file") {
  const auto passwords = act::passwords_in("# a:b\n\nh:1:d:u:p\\:w\\\\x\nlast");
  REQUIRE(passwords.size() == 2);
  CHECK(passwords.at(0).reveal() == "p:w\\x");
  CHECK(passwords.at(1).reveal() == "last");
}
