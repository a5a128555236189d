#include "inventory/references.hpp"

#include <doctest/doctest.h>

#include "inventory/document.hpp"
#include "inventory/to_json.hpp"
#include "text.hpp"

using namespace pgmahout;

namespace {

// The variable `x` of a mapping, resolved, as JSON, or the error.
std::string resolve(const std::string& yaml) {
  std::vector<std::string> warnings;
  const auto value = inventory::read_document({yaml, "f"}, warnings);
  settings::Variables variables;
  for (const auto& entry : *value.value()->map()) variables[entry.key] = {entry.place, entry.value};
  const inventory::Vault vault("/nonexistent");
  const auto resolved = inventory::References(variables, vault).resolve("x");
  return resolved ? inventory::to_json(**resolved).dump() : to_string(resolved.error());
}

}  // namespace

TEST_CASE("a reference alone takes the value as it is, within text it becomes text") {
  CHECK(resolve("x: '{{ y }}'\ny: 5\n") == "5");
  CHECK(resolve("x: '{{y}}'\ny: [1, {a: '{{ z }}'}]\nz: yes\n") == "[1,{\"a\":true}]");
  CHECK(resolve("x: 'a {{ y }}/{{ z }} b'\ny: 5\nz: yes\n") == "\"a 5/True b\"");
  CHECK(resolve("x: '-{{ y }}-'\ny:\n") == "\"--\"");
  CHECK(resolve("x: '{{ a }}'\na: '{{ b }}1'\nb: '{{ c }}2'\nc: 3\n") == "\"321\"");
}

TEST_CASE("unsafe text is left alone") {
  CHECK(contains(resolve("x: !unsafe '{{ y }}'\n"), "{{ y }}"));
  CHECK(resolve("x: 'just { braces } and }} so on'\n") == "\"just { braces } and }} so on\"");
}

TEST_CASE("what is no plain reference says so, with the place") {
  CHECK(contains(resolve("a: 1\nx: '{{ a | int }}'\n"),
                 "f:2:4: \"{{ a | int }}\" is more than a plain reference"));
  CHECK(contains(resolve("x: '{% if a %}b{% endif %}'\n"), "more than a plain reference"));
  CHECK(contains(resolve("x: \"{{ lookup('env', 'HOME') }}\"\n"), "more than a plain reference"));
  CHECK(contains(resolve("x: '{{ a'\n"), "more than a plain reference"));
  CHECK(contains(resolve("x: '{{ a }}'\n"), "f:1:4: there is no variable a"));
  CHECK(contains(resolve("x: 'n {{ a }}'\na: [1]\n"), "a is a list, which cannot stand within"));
}

TEST_CASE("circles are found and named") {
  CHECK(contains(resolve("x: '{{ a }}'\na: '{{ b }}'\nb: '{{ a }}'\n"), "x -> a -> b -> a"));
  CHECK(contains(resolve("x: '{{ x }}'\n"), "x -> x"));
}

TEST_CASE("references cannot multiply without end") {
  std::string lists = "x: '{{ v20 }}'\nv0: [a, a, a, a, a, a, a, a, a, a]\n";
  std::string texts = "x: '{{ v20 }}'\nv0: aaaaaaaaaa\n";
  for (int level = 1; level <= 20; ++level) {
    const std::string name = "'{{ v" + std::to_string(level - 1) + " }}'";
    lists += "v" + std::to_string(level) + ": [" + name + ", " + name + ", " + name + ", " + name +
             "]\n";
    const std::string inner = name.substr(1, name.size() - 2);
    texts += "v" + std::to_string(level) + ": '" + inner + inner + inner + "'\n";
  }
  CHECK(contains(resolve(lists), "the value becomes too large"));
  CHECK(contains(resolve(texts), "the text becomes too long"));
}
