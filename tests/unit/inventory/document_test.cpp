#include "inventory/document.hpp"

#include <doctest/doctest.h>

#include "inventory/to_json.hpp"
#include "text.hpp"

using pgmahout::inventory::read_document;
using pgmahout::inventory::to_json;

namespace {

// The value as JSON, or "file:line:column: what" of the error.
std::string read(const std::string& text) {
  std::vector<std::string> warnings;
  const auto value = read_document({text, "f"}, warnings);
  return value ? to_json(**value).dump() : to_string(value.error());
}

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int index = 0; index < times; ++index) result += text;
  return result;
}

// "a: [x, x, ...]", then each line ten aliases of the line before.
std::string bomb(int levels) {
  std::string text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int level = 1; level <= levels; ++level) {
    const std::string alias = "*a" + std::to_string(level - 1);
    text += "a" + std::to_string(level) + ": &a" + std::to_string(level) + " [" +
            repeated(alias + ",", 9) + alias + "]\n";
  }
  return text;
}

}  // namespace

TEST_CASE("nesting is limited, in YAML and JSON, in flow and in blocks") {
  CHECK(contains(read(repeated("[", 100) + repeated("]", 100)),
                 "f:1:65: it is nested deeper than 64 levels"));
  CHECK(contains(read(repeated("{\"a\":", 100) + "1" + repeated("}", 100)), "nested deeper"));
  CHECK(contains(read(repeated("- ", 5000) + "x"), "nested deeper"));
  CHECK(contains(read(repeated("[", 200'000)), "f:1:1: "));
  CHECK(contains(read(repeated("? ", 100)), "f:1:"));
  CHECK(read(repeated("[", 60) + repeated("]", 60)) == repeated("[", 60) + repeated("]", 60));
}

TEST_CASE("a YAML bomb is refused before it costs anything") {
  CHECK(contains(read(bomb(4)), "\"a4\""));
  CHECK(contains(read(bomb(30)), "it holds more than 1000000 values"));
}

TEST_CASE("a merge bomb is refused") {
  std::string text = "m0: &m0 {";
  for (int key = 0; key < 2000; ++key) text += "k" + std::to_string(key) + ": 1, ";
  const std::string list = "<<: [" + repeated("*m0, ", 300) + "]";
  text += "}\nall: {" + list + ", " + list + "}\n";
  CHECK(contains(read(text), "it merges too many values"));
}

TEST_CASE("an alias cannot contain itself") {
  CHECK(contains(read("a: &a [1, *a]\n"), "f:1:11: this alias points to something that contains"));
  CHECK(contains(read("a: &a {b: *a}\n"), "contains it"));
  CHECK(contains(read("a: *nowhere\n"), "f:1:4: this is not YAML"));
}

TEST_CASE("only clean UTF-8 text is read") {
  CHECK(contains(read(std::string("a: \0b", 5)), "f:1:4: there is a NUL byte"));
  CHECK(contains(read("a: x\nb: \xff\n"), "f:2:4: this is not UTF-8"));
  CHECK(contains(read("a: \xc0\x80"), "f:1:4: this is not UTF-8"));
  CHECK(contains(read("a: \xed\xa0\x80"), "not UTF-8"));
  CHECK(contains(read("a: \x1b[31m"), "f:1:4: there is a control character (code 27)"));
  CHECK(read("\xEF\xBB\xBF"
             "a: \xc3\xa4") == "{\"a\":\"ä\"}");
}

TEST_CASE("what is no YAML names its place") {
  CHECK(contains(read("a: [1, 2\nb: 3\n"), "f:2:2: this is not YAML"));
  CHECK(contains(read("a: 1\n---\nb: 2\n"), "there is a second document"));
  CHECK(contains(read("a: !strange x\n"), "f:1:4: the tag !strange is not supported"));
  CHECK(contains(read("a: 2026-02-30\n"), "f:1:4: there is no such date"));
  CHECK(contains(read("? [a, b]\n: c\n"), "a key must be a plain value"));
  CHECK(contains(read("a: {<<: 5}\n"), "\"<<\" merges mappings, this is an integer"));
}

TEST_CASE("positions in JSON are those of the value") {
  std::vector<std::string> warnings;
  const auto value =
      read_document({"{\n  \"ä\": {\"key\": [1, \"two\"],\n   \"b\" : true}}", "f"}, warnings);
  REQUIRE(value.has_value());
  const auto& outer = (*value)->map()->front();
  CHECK(outer.place.line == 2);
  CHECK(outer.place.column == 3);
  const auto& list = outer.value->map()->front();
  CHECK(list.place.column == 9);
  CHECK(list.value->list()->at(1)->place.column == 20);
  const auto& flag = outer.value->map()->at(1);
  CHECK(flag.place.line == 3);
  CHECK(flag.value->place.column == 10);
}

TEST_CASE("a duplicate key is warned about and the last one counts") {
  std::vector<std::string> warnings;
  const auto value = read_document({"a: 1\na: 2\n", "f"}, warnings);
  CHECK(to_json(**value).dump() == "{\"a\":2}");
  REQUIRE(warnings.size() == 1);
  CHECK(warnings.front().starts_with("f:2:1: the key a stands here a second time"));
}
