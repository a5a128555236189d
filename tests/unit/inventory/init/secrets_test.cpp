#include "inventory/init/secrets.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <sstream>

#include "inventory/vault.hpp"
#include "text.hpp"

using namespace pgmahout;
using inventory::Vault;
using model::Secret;

TEST_CASE("a new password is 32 letters and digits, each time others") {
  std::set<std::string> all;
  std::set<char> characters;
  constexpr int kMany = 500;
  for (int count = 0; count < kMany; ++count) {
    const std::string text = inventory::new_password().value().reveal();
    CHECK(text.size() == 32);
    CHECK(std::ranges::all_of(text, [](unsigned char byte) { return std::isalnum(byte) != 0; }));
    characters.insert(text.begin(), text.end());
    all.insert(text);
  }
  CHECK(all.size() == kMany);
  CHECK(characters.size() == 62);
}

TEST_CASE("a vault holds every secret that the settings table demands, each its own") {
  std::istringstream lines(inventory::new_secrets_text().value().reveal());
  std::set<std::string> keys;
  std::set<std::string> secrets;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("#") || line == "---") continue;
    keys.insert(line.substr(0, line.find(':')));
    secrets.insert(line.substr(line.find('"')));
  }
  CHECK(keys == std::set<std::string>{"pgmahout_postgres_password", "pgmahout_replication_password",
                                      "pgmahout_pgpool_password", "pgmahout_watchdog_key",
                                      "pgmahout_password_key"});
  CHECK(secrets.size() == keys.size());
}

TEST_CASE("what is sealed opens again with the same password only") {
  const Secret key("a password of a vault");
  // Lengths around the cipher's block, an empty text, and every byte.
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte) every_byte += static_cast<char>(byte);
  for (const std::string& text :
       {std::string(), std::string("a"), std::string(15, 'x'), std::string(16, 'x'),
        std::string(17, 'x'), std::string(4096, 'x'), every_byte}) {
    const std::string envelope = inventory::sealed(Secret(text), key).value();
    CHECK(Vault::is_vault(envelope));
    CHECK(Vault(key).open(envelope).value() == text);
    CHECK_FALSE(Vault(Secret("another")).open(envelope));
  }
}

TEST_CASE("a sealed text is an envelope as ansible-vault writes it, with a salt of its own") {
  const Secret key("k");
  const std::string first = inventory::sealed(Secret("the same text"), key).value();
  const std::string second = inventory::sealed(Secret("the same text"), key).value();
  CHECK(first != second);
  CHECK(first.starts_with("$ANSIBLE_VAULT;1.1;AES256\n"));
  CHECK(first.ends_with("\n"));
  std::istringstream lines(first.substr(first.find('\n') + 1));
  for (std::string line; std::getline(lines, line);) {
    CHECK(line.size() <= 80);
    CHECK(line.find_first_not_of("0123456789abcdef") == std::string::npos);
  }
  std::string damaged = first;
  char& digit = damaged[damaged.size() - 2];
  digit = digit == '1' ? '2' : '1';
  CHECK_FALSE(Vault(key).open(damaged));
}
