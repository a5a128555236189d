#include "model/json.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace pgmahout;
using nlohmann::json;

TEST_CASE("a field is what it should be, or what is said otherwise") {
  const json object{{"flag", true}, {"count", 7},          {"below", -1},
                    {"word", "x"},  {"fraction", 1e300},   {"nothing", nullptr},
                    {"list", {1}},  {"large", 1ULL << 63U}};
  CHECK(model::field(object, "flag", false));
  CHECK(model::field(object, "count", 0U) == 7);
  CHECK(model::field<std::string>(object, "word", "") == "x");
  CHECK(model::field(object, "large", std::uint64_t{0}) == 1ULL << 63U);
  CHECK(model::field(object, "below", 5) == -1);
  for (const char* name : {"below", "word", "fraction", "nothing", "list", "missing", "flag"})
    CHECK(model::field(object, name, 5U) == 5);
  for (const char* name : {"count", "word", "nothing"}) CHECK(model::field(object, name, true));
  CHECK(model::field<std::string>(object, "count", "none") == "none");
  CHECK(model::field(object, "large", std::int64_t{5}) == 5);
  CHECK(model::field(json("text"), "count", 5) == 5);
  CHECK(model::field(json(json::value_t::discarded), "count", 5) == 5);
}

TEST_CASE("a number that does not fit refuses the whole document") {
  const json object{{"port", 70000}, {"fraction", 1.5}, {"kind", 3}};
  CHECK(model::number<int>(object, "port") == 70000);
  CHECK_THROWS_AS((void)model::number<std::uint16_t>(object, "port"), std::out_of_range);
  CHECK_THROWS_AS((void)model::number<int>(object, "fraction"), std::out_of_range);
  CHECK_THROWS_AS((void)model::number<int>(object, "missing"), json::exception);
  enum class Kind : std::uint8_t { one, two };
  CHECK_THROWS_AS((void)model::enumerator(object, "kind", Kind::two), std::out_of_range);
}

TEST_CASE("what is nested deeper than anything of ours is not read") {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(model::parse_json(nested(32)).is_array());
  CHECK(model::parse_json(nested(500'000)).is_discarded());
  CHECK(model::parse_json(R"({"a":)" + nested(500'000) + "}").is_discarded());
  CHECK(model::parse_json("{").is_discarded());
  CHECK(model::parse_json(R"({"a":1})").is_object());
}

TEST_CASE("bytes that are no UTF-8 do not stop a line") {
  CHECK(model::to_line({{"what", "f\xfcr"}}) == "{\"what\":\"f\xef\xbf\xbdr\"}");
}
