#include "inventory/vault.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "inventory/fixture.hpp"
#include "inventory/load.hpp"

using pgmahout::inventory::Vault;
using pgmahout::inventory::test::TemporaryDirectory;

namespace {

const std::string kCases = std::string(PGMAHOUT_SOURCE_DIR) + "/tests/inventory/";

std::string content(const std::string& name) {
  std::ifstream stream(kCases + name);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::string what(const Vault& vault, const std::string& envelope) {
  const auto opened = vault.open(envelope);
  return opened ? "" : opened.error().what;
}

}  // namespace

TEST_CASE("what ansible-vault has encrypted is opened, with and without a label") {
  const Vault vault(kCases + "vault_file/vault-password");
  const std::string plain = vault.open(content("vault_file/group_vars/db/vault.yml")).value();
  CHECK(plain ==
        "---\nvault_password: \"s3cret: 'with' \\\"quotes\\\" äöü\"\nvault_number: 0755\n");
  const Vault padded(kCases + "vault_label/vault-password");  // blanks around the password
  CHECK(padded.open(content("vault_label/group_vars/all.yml")).value() == "whole: file\n");
}

TEST_CASE("a wrong password, a damaged or an unknown vault is refused") {
  const TemporaryDirectory directory;
  const std::string envelope = content("vault_file/group_vars/db/vault.yml");
  const Vault wrong(directory.write("wrong", "not lab\n"));
  CHECK(what(wrong, envelope).find("does not open") != std::string::npos);
  const Vault vault(kCases + "vault_file/vault-password");
  std::string damaged = envelope;
  char& digit = damaged[damaged.size() - 2];
  digit = digit == '1' ? '2' : '1';
  CHECK(what(vault, damaged).find("does not open") != std::string::npos);
  CHECK(what(vault, envelope.substr(0, 60)).find("damaged") != std::string::npos);
  CHECK(what(vault, "$ANSIBLE_VAULT;1.0;AES\n00\n").find("not supported") != std::string::npos);
  CHECK(what(vault, "$ANSIBLE_VAULT;1.1;AES256\nxyz\n").find("damaged") != std::string::npos);
  CHECK(what(vault, "plain").find("no vault") != std::string::npos);
}

TEST_CASE("the password's file must be there and be no script") {
  const TemporaryDirectory directory;
  const std::string envelope = content("vault_file/group_vars/db/vault.yml");
  CHECK(what(Vault(directory.path() / "none"), envelope).find("No such file") != std::string::npos);
  CHECK(what(Vault(directory.write("empty", " \n")), envelope).find("is empty") !=
        std::string::npos);
  CHECK(what(Vault(directory.write("script", "#!/bin/sh\necho lab\n")), envelope).find("script") !=
        std::string::npos);
}

TEST_CASE("without an option the password comes from where Ansible takes it") {
  const TemporaryDirectory directory;
  const std::string envelope = content("vault_file/group_vars/db/vault.yml");
  directory.write("password", "lab\n");
  const auto configuration = directory.write(
      "ansible.cfg",
      "[other]\nvault_password_file = no\n[defaults]\n# c\nvault_password_file = password\n");
  ::setenv("ANSIBLE_CONFIG", configuration.c_str(), 1);
  CHECK(Vault().open(envelope).has_value());
  ::setenv("ANSIBLE_CONFIG", directory.write("none.cfg", "[defaults]\n").c_str(), 1);
  CHECK(what(Vault(), envelope).find("no password for it") != std::string::npos);
  ::setenv("ANSIBLE_VAULT_PASSWORD_FILE", (directory.path() / "password").c_str(), 1);
  CHECK(Vault().open(envelope).has_value());
  ::unsetenv("ANSIBLE_VAULT_PASSWORD_FILE");
  ::unsetenv("ANSIBLE_CONFIG");
}

TEST_CASE("the password that init left beside the inventory is found, unless another is named") {
  const TemporaryDirectory directory;
  const auto hosts = directory.write("hosts.yml", "");
  pgmahout::inventory::LoadOptions options{.inventory = directory.path()};
  CHECK(!pgmahout::inventory::vault_password_file(options));
  const auto left = directory.write(".vault-password", "lab\n");
  CHECK(pgmahout::inventory::vault_password_file(options) == left);
  options.inventory = hosts;
  CHECK(pgmahout::inventory::vault_password_file(options) == left);
  ::setenv("ANSIBLE_VAULT_PASSWORD_FILE", "/elsewhere", 1);
  CHECK(!pgmahout::inventory::vault_password_file(options));
  options.vault_password_file = "given";
  CHECK(pgmahout::inventory::vault_password_file(options) == "given");
  ::unsetenv("ANSIBLE_VAULT_PASSWORD_FILE");
}
