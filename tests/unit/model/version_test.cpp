#include "model/version.hpp"

#include <doctest/doctest.h>

using pgmahout::model::parse_version;
using pgmahout::model::to_string;

TEST_CASE("a version is read and printed with as many parts as it has") {
  for (const char* text : {"15", "4.3", "4.3.5"})
    CHECK(to_string(parse_version(text).value()) == text);
}

TEST_CASE("what is not a version is refused") {
  for (const char* text : {"", ".", "4.", "4.3.5.1", "4.x", "-4", " 4", "99999999999"})
    CHECK_FALSE(parse_version(text).has_value());
}

TEST_CASE("versions are ordered part by part") {
  CHECK(parse_version("4.10").value() > parse_version("4.9.9").value());
}
