#include "act/init/make.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "act/init/place.hpp"
#include "inventory/load.hpp"
#include "report/made_inventory.hpp"
#include "temporary_directory.hpp"
#include "text.hpp"

using namespace pgmahout;
using pgmahout::test::TemporaryDirectory;

namespace {

model::NewInventory asked_sample() {
  return {.cluster_name = "shop",
          .nodes = {{"a", "10.0.0.1"}, {"b", "10.0.0.2"}, {"c", "10.0.0.3"}},
          .vip = "10.0.0.9",
          .network = "10.0.0.0/24",
          .postgresql_version = "17",
          .profile = "balanced",
          .synchronous = "quorum",
          .ssh_user = "root"};
}

std::expected<model::MadeInventory, model::Errors> made_in(
    const TemporaryDirectory& directory, const model::NewInventory& asked,
    const std::optional<std::filesystem::path>& password_file = {}) {
  return act::make_inventory({.inventory = asked,
                              .directory = (directory / "mine").string(),
                              .target = directory / "mine",
                              .key = act::vault_key(password_file).value()});
}

bool holds_a_secret(const std::string& text, const std::filesystem::path& inventory,
                    const std::filesystem::path& password_file) {
  const auto cluster =
      inventory::load_cluster({.inventory = inventory, .vault_password_file = password_file});
  REQUIRE(cluster);
  const auto& postgresql = cluster->postgresql;
  const auto& pgpool = cluster->pgpool;
  std::string key = content_of(password_file);
  key.resize(key.find('\n'));
  const std::vector<std::string> secrets{postgresql.superuser_password.reveal(),
                                         postgresql.replication_password.reveal(),
                                         pgpool.password.reveal(),
                                         pgpool.watchdog_key.reveal(),
                                         pgpool.password_key.reveal(),
                                         key};
  return std::ranges::any_of(secrets, [&](const auto& secret) { return contains(text, secret); });
}

}  // namespace

TEST_CASE("an inventory is made with a new vault, and no report holds a secret") {
  const TemporaryDirectory directory;
  const auto made = made_in(directory, asked_sample());
  REQUIRE(made);
  CHECK(made->vault_password_is_new);
  CHECK(made->vault_password_file == (directory / "mine/.vault-password").string());
  CHECK(content_of(directory / "mine/.gitignore").ends_with("/.vault-password\n"));
  CHECK(made->warnings.empty());
  const auto others = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
  for (const char* secret : {"mine/.vault-password", "mine/group_vars/postgres/vault"})
    CHECK((std::filesystem::status(directory / secret).permissions() & others) ==
          std::filesystem::perms::none);
  const std::string text = report::made_inventory_text(*made) + report::made_inventory_json(*made);
  CHECK(contains(text, "pgmahout verify -i "));
  CHECK_FALSE(holds_a_secret(text, directory / "mine", directory / "mine/.vault-password"));
}

TEST_CASE("a vault's password that is given already stays where it is") {
  const TemporaryDirectory directory;
  const auto file = directory.write("key", "my own\n");
  const auto made = made_in(directory, asked_sample(), file);
  REQUIRE(made);
  CHECK_FALSE(made->vault_password_is_new);
  CHECK(made->vault_password_file == file.string());
  CHECK_FALSE(std::filesystem::exists(directory / "mine/.vault-password"));
  CHECK_FALSE(std::filesystem::exists(directory / "mine/.gitignore"));
  CHECK(inventory::load_cluster(
      {.inventory = directory / "mine", .vault_password_file = directory / "key"}));
}

TEST_CASE("a password file that cannot be used is invalid input") {
  const TemporaryDirectory directory;
  CHECK(act::vault_key(directory / "none").error().kind == model::ErrorKind::invalid);
  CHECK(act::vault_key(directory.write("empty", "\n")).error().kind == model::ErrorKind::invalid);
}

TEST_CASE("what the rules refuse is told by options and leaves nothing") {
  const TemporaryDirectory directory;
  auto asked = asked_sample();
  asked.vip = "10.0.0.255";
  asked.nodes[1] = {"A", "10.0.0.2"};  // the same slot name as a
  const auto made = made_in(directory, asked);
  REQUIRE_FALSE(made);
  REQUIRE(made.error().size() == 2);
  std::string all;
  for (const auto& error : made.error()) all += to_string(error) + "\n";
  CHECK(contains(all, "--vip: 10.0.0.255 is the network's own or its broadcast address"));
  CHECK_FALSE(contains(all, ".pgmahout-init"));
  CHECK(made.error().front().kind == model::ErrorKind::invalid);
  CHECK(std::filesystem::is_empty(directory.path()));
}

TEST_CASE("warnings name the inventory's own place") {
  const TemporaryDirectory directory;
  auto asked = asked_sample();
  asked.nodes.pop_back();
  const auto made = made_in(directory, asked);
  REQUIRE(made);
  REQUIRE(made->warnings.size() == 1);
  CHECK(made->warnings.front().starts_with((directory / "mine/").string()));
  CHECK(contains(made->warnings.front(), "with two nodes"));
}
