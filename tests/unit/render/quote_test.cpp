#include "render/quote.hpp"

#include <doctest/doctest.h>

#include <random>
#include <regex>

#include "render/sample_cluster.hpp"

using namespace pgmahout::render;

namespace {

// Readers written from the formats' descriptions, not from the writers.

std::string read_postgresql(const std::string& text) {
  if (!text.starts_with("'")) return text;
  std::string value;
  for (std::size_t index = 1; index + 1 < text.size(); ++index) {
    if (text[index] == '\'') ++index;
    if (text[index] != '\\') {
      value += text[index];
      continue;
    }
    ++index;
    value += text[index] == 'n' ? '\n' : text[index];
  }
  return value;
}

std::string read_hba(const std::string& text) {
  std::string value;
  bool quoted = false;
  for (std::size_t index = 0; index < text.size(); ++index) {
    if (text[index] == '"' && quoted && index + 1 < text.size() && text[index + 1] == '"') {
      value += text[++index];
    } else if (text[index] == '"') {
      quoted = !quoted;
    } else {
      value += text[index];
    }
  }
  return value;
}

std::string read_escaped(const std::string& text) {
  std::string value;
  for (std::size_t index = 0; index < text.size(); ++index) {
    if (text[index] == '\\') ++index;
    value += text[index];
  }
  return value;
}

std::string read_conninfo(const std::string& text) {
  return read_escaped(text.substr(1, text.size() - 2));
}

std::string read_sh(const std::string& text) {
  std::string value;
  bool quoted = false;
  for (std::size_t index = 0; index < text.size(); ++index) {
    if (text[index] == '\'') {
      quoted = !quoted;
    } else {
      if (!quoted && text[index] == '\\') ++index;
      value += text[index];
    }
  }
  return value;
}

std::string read_systemd(const std::string& quoted) {
  std::string text = read_escaped(quoted.substr(1, quoted.size() - 2));
  text = std::regex_replace(text, std::regex("%%"), "%");
  return std::regex_replace(text, std::regex("\\$\\$"), "$$");
}

std::string read_pgpool(const std::string& text) {
  return text.starts_with("'") ? text.substr(1, text.size() - 2) : text;
}

// Any bytes that the format can carry, the awkward ones often.
std::string random_text(std::mt19937& random, const std::string& without) {
  const std::string awkward = ":\\'\"%$#`{}[]()<>&|;,=!*?~^@+-./ \t_aZ09\xC3\xA9\x01\x7F";
  std::string text;
  const std::size_t length = random() % 40;
  while (text.size() < length) {
    const char letter = awkward[random() % awkward.size()];
    if (without.find(letter) == std::string::npos) text += letter;
  }
  return text;
}

using Writer = pgmahout::model::Result<std::string> (*)(std::string_view);
using Reader = std::string (*)(const std::string&);

void check_round_trip(Writer write, Reader read, const std::string& without) {
  std::mt19937 random(20240601);  // NOLINT(cert-msc51-cpp): the same texts in every run
  for (int round = 0; round < 2000; ++round) {
    const std::string text = random_text(random, without);
    const auto written = write(text);
    REQUIRE(written.has_value());
    CAPTURE(text);
    CAPTURE(*written);
    REQUIRE(read(*written) == text);
    REQUIRE(written->find('\n') == std::string::npos);
  }
}

}  // namespace

TEST_CASE("what is quoted is read back as it was") {
  SUBCASE("postgresql.conf") { check_round_trip(quote_postgresql, read_postgresql, ""); }
  SUBCASE("pg_hba.conf") { check_round_trip(quote_hba, read_hba, ""); }
  SUBCASE(".pgpass") { check_round_trip(quote_pgpass, read_escaped, ""); }
  SUBCASE("conninfo") { check_round_trip(quote_conninfo, read_conninfo, ""); }
  SUBCASE("sudoers") { check_round_trip(quote_sudoers, read_escaped, ""); }
  SUBCASE("sh") { check_round_trip(quote_sh, read_sh, ""); }
  SUBCASE("systemd") { check_round_trip(quote_systemd, read_systemd, ""); }
  SUBCASE("pgpool.conf") { check_round_trip(quote_pgpool, read_pgpool, "'"); }
}

TEST_CASE("a format refuses what it cannot carry, and does not tell the value") {
  const std::string secret = "secret\nof two lines";
  for (const Writer write : {quote_pgpool, quote_hba, quote_pgpass, quote_sudoers, quote_systemd}) {
    const auto written = write(secret);
    REQUIRE_FALSE(written.has_value());
    CHECK(written.error().kind == pgmahout::model::ErrorKind::invalid);
    CHECK(to_string(written.error()).find("secret") == std::string::npos);
  }
  CHECK_FALSE(quote_pgpool("it's").has_value());
  const std::string_view nul("a\0b", 3);
  for (const Writer write : {quote_postgresql, quote_pgpool, quote_hba, quote_pgpass,
                             quote_conninfo, quote_sudoers, quote_sh, quote_systemd})
    CHECK_FALSE(write(nul).has_value());
}

TEST_CASE("postgresql.conf: plain values stay bare, others get quotes") {
  for (const char* text : {"on", "10GB", "0", "1.5", "replica"})
    CHECK(quote_postgresql(text).value() == text);
  CHECK(quote_postgresql("").value() == "''");
  CHECK(quote_postgresql("a b").value() == "'a b'");
  CHECK(quote_postgresql("it's").value() == "'it''s'");
  CHECK(quote_postgresql("a\nb").value() == "'a\\nb'");
  CHECK(quote_postgresql("0x1F").value() == "'0x1F'");
  CHECK(quote_postgresql("1e3").value() == "'1e3'");
  CHECK(quote_postgresql("-1").value() == "'-1'");
}

TEST_CASE("pg_hba.conf: a role with a keyword's name is not the keyword") {
  CHECK(quote_hba("postgres").value() == "postgres");
  for (const std::string word : {"all", "replication", "samenet", "sameuser", "", "a,b", "+staff",
                                 "@file", "/regex", "#x", "1st"})
    CHECK(quote_hba(word).value() == "\"" + word + "\"");
  CHECK(quote_hba("a\"b").value() == "\"a\"\"b\"");
}

TEST_CASE("pg_hba.conf: what a person writes keeps its meaning") {
  CHECK(quote_hba_field("all").value() == "all");
  CHECK(quote_hba_field("app,+staff,@file").value() == "app,+staff,@file");
  CHECK(quote_hba_field("10.0.0.0/24").value() == "10.0.0.0/24");
  CHECK(quote_hba_field("fd00::/64").value() == "fd00::/64");
  CHECK(quote_hba_field("my db,other").value() == "\"my db\",other");
  CHECK(quote_hba_field("\"a,b\",c").value() == "\"a,b\",c");
  CHECK(quote_hba_field("a#b").value() == "\"a#b\"");
}
