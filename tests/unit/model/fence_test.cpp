#include "model/fence.hpp"

#include <doctest/doctest.h>

using namespace pgmahout;

TEST_CASE("a fence is read as it was written") {
  const auto fence = model::parse_fence(to_text(model::Fence{"why", "7", "today", true}));
  CHECK(fence.reason == "why");
  CHECK(fence.operation == "7");
  CHECK(fence.since == "today");
}

TEST_CASE("a record that cannot be read is a fence all the same") {
  for (const char* text : {"", "{", "[]", "null", R"({"reason": 7})"}) {
    CAPTURE(text);
    CHECK(model::parse_fence(text).reason == "its record cannot be read");
  }
}
