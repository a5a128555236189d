#include "report/made_inventory.hpp"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

namespace pgmahout::report {

namespace {

// As a word of a shell: the commands are there to be copied.
std::string shell_word(const std::string& text) {
  const auto plain = [](char character) {
    const auto byte = static_cast<unsigned char>(character);
    return std::isalnum(byte) != 0 || std::string_view("/._-+:@%").contains(character);
  };
  if (!text.empty() && std::ranges::all_of(text, plain)) return text;
  std::string quoted = "'";
  for (const char character : text)
    quoted += character == '\'' ? "'\\''" : std::string(1, character);
  return quoted + "'";
}

std::vector<std::string> next_commands(const model::MadeInventory& made) {
  const std::string directory = shell_word(made.directory);
  return {"export ANSIBLE_VAULT_PASSWORD_FILE=" + shell_word(made.vault_password_file),
          "pgmahout inventory -i " + directory, "pgmahout bootstrap -i " + directory,
          "pgmahout verify -i " + directory};
}

std::string advice_on_the_vault(const model::MadeInventory& made) {
  if (!made.vault_password_is_new)
    return "Every secret of the cluster is new, and in the vault: group_vars/postgres/vault\n";
  return "Every secret of the cluster is new, and in the vault: group_vars/postgres/vault\n"
         "The vault's password is in " +
         made.vault_password_file +
         "\n"
         "Keep it safe: put it into a password manager, for nobody reads the vault without it, "
         "and\n"
         "whoever has both has every password. git ignores the file.\n";
}

}  // namespace

std::string made_inventory_text(const model::MadeInventory& made) {
  const auto& asked = made.inventory;
  std::string text = "made " + made.directory + ": cluster " + asked.cluster_name +
                     ", PostgreSQL " + asked.postgresql_version + " on " +
                     std::to_string(asked.nodes.size()) + " nodes, virtual address " + asked.vip +
                     " in " + asked.network + "\n";
  for (const auto& file : made.files) text += "  " + file + "\n";
  text += "\n" + advice_on_the_vault(made) + "\nNext:\n";
  for (const auto& command : next_commands(made)) text += "  " + command + "\n";
  return text + "Instead of the variable, pgmahout takes --vault-password-file too.\n";
}

std::string made_inventory_json(const model::MadeInventory& made) {
  using nlohmann::json;
  const auto& asked = made.inventory;
  json nodes = json::array();
  for (const auto& node : asked.nodes)
    nodes.push_back({{"name", node.name},
                     {"address", node.address},
                     {"role", nodes.empty() ? "primary" : "standby"}});
  const json document{{"directory", made.directory},
                      {"files", made.files},
                      {"vault_password_file", made.vault_password_file},
                      {"vault_password_is_new", made.vault_password_is_new},
                      {"cluster_name", asked.cluster_name},
                      {"nodes", nodes},
                      {"vip", asked.vip},
                      {"network", asked.network},
                      {"postgresql_version", std::stoi(asked.postgresql_version)},
                      {"failover_profile", asked.profile},
                      {"synchronous", asked.synchronous},
                      {"ssh_user", asked.ssh_user},
                      {"warnings", made.warnings},
                      {"next", next_commands(made)}};
  return document.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace pgmahout::report
