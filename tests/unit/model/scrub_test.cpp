#include "model/scrub.hpp"

#include <doctest/doctest.h>

#include "text.hpp"

using namespace pgmahout;

namespace {

constexpr const char* kCanary = "c4n4ry";

bool survives(const std::string& text) {
  return contains(model::without_secret_shapes(text), kCanary);
}

}  // namespace

TEST_CASE("what looks like a secret does not stay, wherever it stands") {
  for (const char* text :
       {"primary_conninfo = 'host=10.0.0.1 user=repl password=c4n4ry port=5432'",
        "primary_conninfo = 'host=10.0.0.1 password=''c4n4ry'' port=5432'",
        "password='it\\'s c4n4ry' host=x", "PGPASSWORD=c4n4ry psql", "wd_authkey = c4n4ry",
        "wd_authkey = 'c4n4ry'", "sr_check_password: c4n4ry", "{\"password\": \"c4n4ry\"}",
        "{\"password\":\"c4n4ry\"}", "STATEMENT:  ALTER ROLE x PASSWORD 'c4n4ry' VALID UNTIL 'y'",
        "CREATE USER x WITH ENCRYPTED PASSWORD 'it''s c4n4ry'",
        "postgres://repl:c4n4ry@10.0.0.1/postgres", "SCRAM-SHA-256$4096:c4n4ry$abc:def",
        "app:AESc4n4ry+abc==", "pgmahout_password_key: c4n4ry",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nc4n4ry\n-----END OPENSSH PRIVATE KEY-----\n"}) {
    CAPTURE(text);
    CHECK_FALSE(survives(text));
    CHECK(contains(model::without_secret_shapes(text), "[removed]"));
  }
  CHECK(model::without_secret_shapes("u:md5" + std::string(32, 'a') + "\n") == "u:[removed]\n");
  CHECK(model::without_secret_shapes("$ANSIBLE_VAULT;1.1;AES256\n  6162\n  6364\nnext: 1\n") ==
        "[removed]next: 1\n");
}

TEST_CASE("what stands around a secret stays") {
  CHECK(model::without_secret_shapes("host=a password=b port=5432") ==
        "host=a password=[removed] port=5432");
  CHECK(model::without_secret_shapes("PASSWORD 'b' VALID") == "PASSWORD [removed] VALID");
  CHECK(model::without_secret_shapes("postgres://u:p@h/db") == "postgres://[removed]@h/db");
}

TEST_CASE("what merely speaks of passwords stays as it is") {
  for (const char* text :
       {"FATAL:  password authentication failed for user \"repl\"",
        "fe_sendauth: no password supplied", "password_encryption = 'scram-sha-256'",
        "passfile = '/var/lib/postgresql/.pgpass'", "health_check_password = ''",
        "syntax error near token \"x\"", "host all all 0.0.0.0/0 scram-sha-256", "", "AES",
        "see https://example.org/a:b/c"})
    CHECK(model::without_secret_shapes(text) == text);
}

TEST_CASE("a known secret does not stay in any spelling") {
  const std::vector<model::Secret> secrets{model::Secret("it's \"a\\b\":c"), model::Secret("it's"),
                                           model::Secret("")};
  for (const char* text : {"x it's \"a\\b\":c y", R"(x it's \"a\\b\":c y)", "x it''s \"a\\b\":c y",
                           R"(x it\'s "a\\b":c y)", R"(x it's "a\\b"\:c y)"}) {
    CAPTURE(text);
    CHECK(model::without_secrets(text, secrets) == "x [removed] y");
  }
  CHECK(model::without_secrets("nothing", secrets) == "nothing");
}

TEST_CASE("every secret of an inventory is known") {
  model::Cluster cluster;
  cluster.postgresql.superuser_password = model::Secret("a");
  cluster.postgresql.replication_password = model::Secret("b");
  cluster.pgpool.password = model::Secret("c");
  cluster.pgpool.pcp_password = model::Secret("d");
  cluster.pgpool.watchdog_key = model::Secret("e");
  cluster.pgpool.password_key = model::Secret("f");
  cluster.postgresql.users.push_back({.name = "app", .password = model::Secret("g")});
  cluster.nodes.push_back({.name = "n0", .ssh_password = model::Secret("h")});
  CHECK(model::secrets_of(cluster).size() == 8);
  CHECK(model::secrets_of({}).empty());
}
