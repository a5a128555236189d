#include "report/made_inventory.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "golden.hpp"
#include "text.hpp"

using namespace pgmahout;

namespace {

model::MadeInventory sample_made() {
  return {.inventory = {.cluster_name = "shop",
                        .nodes = {{"a", "10.0.0.1"}, {"b", "10.0.0.2"}},
                        .vip = "10.0.0.9",
                        .network = "10.0.0.0/24",
                        .postgresql_version = "17",
                        .profile = "safe",
                        .synchronous = "off",
                        .ssh_user = "ops"},
          .directory = "my inventory's",
          .files = {"hosts.yml"},
          .vault_password_file = "/x/.vault-password",
          .vault_password_is_new = true,
          .warnings = {"two"}};
}

}  // namespace

TEST_CASE("the text names the files and the next commands as a shell reads them") {
  const std::string text = report::made_inventory_text(sample_made());
  CHECK(text.starts_with("made my inventory's: cluster shop, PostgreSQL 17 on 2 nodes"));
  CHECK(contains(text, "\n  hosts.yml\n"));
  CHECK(contains(text, "password manager"));
  CHECK(contains(text, "  export ANSIBLE_VAULT_PASSWORD_FILE=/x/.vault-password\n"));
  CHECK(contains(text, "  pgmahout bootstrap -i 'my inventory'\\''s'\n"));
}

TEST_CASE("a password that was there before needs no advice") {
  auto made = sample_made();
  made.vault_password_is_new = false;
  CHECK_FALSE(contains(report::made_inventory_text(made), "password manager"));
}

TEST_CASE("the document says what was made") {
  const auto json = nlohmann::json::parse(report::made_inventory_json(sample_made()));
  CHECK(json.at("directory") == "my inventory's");
  CHECK(json.at("nodes").at(0).at("role") == "primary");
  CHECK(json.at("nodes").at(1).at("role") == "standby");
  CHECK(json.at("postgresql_version") == 17);
  CHECK(json.at("warnings").at(0) == "two");
}

TEST_CASE("a name that is no UTF-8 does not break the document") {
  auto made = sample_made();
  made.directory = "\xff";
  CHECK(nlohmann::json::parse(report::made_inventory_json(made)).is_object());
}

TEST_CASE("golden: what was made, for programs") {
  test::check_golden(report::made_inventory_json(sample_made()), "tests/schemas/init/made.json");
}
