#include "observe/config_text.hpp"

#include <doctest/doctest.h>

using pgmahout::observe::parse_config;

TEST_CASE("reads what the servers' own parsers read") {
  const auto parameters = parse_config(
      "# a comment\n"
      "port = 5432   # behind a value\n"
      "\n"
      "  Listen_Addresses='*'\n"
      "work_mem 4MB\r\n"
      "archive_command = 'cp ''%p'' \\'x\\' # not a comment'\n"
      "port = 5433\n"
      "empty = ''\n"
      "last = 'a\\\\b'");
  REQUIRE(parameters);
  CHECK(parameters->at("port") == "5433");
  CHECK(parameters->at("listen_addresses") == "*");
  CHECK(parameters->at("work_mem") == "4MB");
  CHECK(parameters->at("archive_command") == "cp '%p' 'x' # not a comment");
  CHECK(parameters->at("empty").empty());
  CHECK(parameters->at("last") == "a\\b");
  CHECK(parameters->size() == 6);
}

TEST_CASE("an unclosed quote and a lone name are errors with the line") {
  const auto quote = parse_config("a = 1\nb = 'x\n");
  REQUIRE_FALSE(quote);
  CHECK(quote.error().what.find("line 2") != std::string::npos);
  CHECK_FALSE(parse_config("lonely"));
}
