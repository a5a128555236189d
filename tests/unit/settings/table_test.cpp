#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "settings/settings.hpp"

using namespace pgmahout;
using settings::settings_table;

TEST_CASE("every key stands once, with a doc that says why") {
  std::set<std::string_view> keys;
  for (const auto& setting : settings_table()) {
    CAPTURE(setting.key);
    CHECK(keys.insert(setting.key).second);
    CHECK(setting.doc.size() > 40);
    CHECK(setting.doc.find('|') == std::string_view::npos);  // it would break the table
    CHECK((setting.key.starts_with("pgmahout_") || setting.key.starts_with("ansible_")));
  }
}

TEST_CASE("every default that is text fits its own type") {
  model::Cluster cluster;
  model::Node node;
  settings::Policy policy;
  settings::Target target{&cluster, &node, &policy};
  for (const auto& setting : settings_table()) {
    CAPTURE(setting.key);
    if (setting.derive || setting.required || setting.default_text == "[]" ||
        setting.default_text == "{}")
      continue;
    const auto value = std::make_shared<const settings::Value>(
        settings::Value{.data = std::string(setting.default_text)});
    CHECK(settings::apply(setting, value, target).empty());
  }
}

TEST_CASE("the page of settings is the table's") {
  std::ifstream stream(std::string(PGMAHOUT_SOURCE_DIR) + "/docs/settings.md");
  std::ostringstream page;
  page << stream.rdbuf();
  CHECK_MESSAGE(page.str() == settings::settings_markdown(),
                "run: pgmahout settings --markdown > docs/settings.md");
}

TEST_CASE("a misspelt key finds the one that was meant") {
  CHECK(settings::nearest_setting("pgmahout_vipp") == "pgmahout_vip");
  CHECK(settings::nearest_setting("pgmahout_postgres_port") == "pgmahout_postgresql_port");
  CHECK(settings::nearest_setting("pgmahout_pgpool_prot") == "pgmahout_pgpool_port");
  CHECK(settings::nearest_setting("pgmahout_something_else_entirely").empty());
}
