#include <algorithm>
#include <array>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "inventory/hosts.hpp"
#include "inventory/load.hpp"
#include "inventory/to_json.hpp"
#include "model/description.hpp"

namespace pgmahout::cli {

namespace {

struct InventoryOptions {
  inventory::LoadOptions load;
  bool list = false;
};

// Names that Ansible keeps for itself and leaves out of its own list.
bool is_internal(const std::string& name) {
  constexpr std::array<std::string_view, 5> kNames{"inventory_dir", "inventory_file", "groups",
                                                   "group_names", "inventory_hostname"};
  return std::ranges::find(kNames, name) != kNames.end();
}

model::ExitCode list_hosts(const InventoryOptions& options) {
  inventory::Diagnostics diagnostics;
  const inventory::Vault vault(options.load.vault_password_file);
  const auto hosts = read_hosts({.inventory = options.load.inventory}, vault, diagnostics);
  for (const auto& warning : diagnostics.warnings) std::cerr << "pgmahout: " << warning << "\n";
  if (!diagnostics.errors.empty()) return refuse(diagnostics.errors);
  nlohmann::json list = nlohmann::json::object();
  for (const auto& host : hosts) {
    auto& variables = list[host.name] = nlohmann::json::object();
    for (const auto& [name, variable] : host.variables)
      if (!is_internal(name)) variables[name] = inventory::to_json(*variable.value);
  }
  std::cout << list.dump(2) << "\n";
  return model::ExitCode::ok;
}

model::ExitCode describe(const InventoryOptions& options) {
  const auto loaded = inventory::load(options.load);
  if (!loaded) return refuse(loaded.error());
  for (const auto& warning : loaded->warnings) std::cerr << "pgmahout: " << warning << "\n";
  std::cout << model::to_json(loaded->cluster).dump(2) << "\n";
  return model::ExitCode::ok;
}

}  // namespace

void add_inventory(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "inventory", "Check an inventory and print the cluster that it describes, without secrets");
  const auto options = std::make_shared<InventoryOptions>();
  command->add_option("-i,--inventory", options->load.inventory, "Inventory file or directory")
      ->required();
  command->add_option("--facts", options->load.facts, "Facts of the hosts (JSON), - is stdin");
  command->add_option("--vault-password-file", options->load.vault_password_file,
                      "File with the vault's password");
  command->add_flag("--list", options->list,
                    "Print the merged variables of all hosts instead, as ansible-inventory does");
  command->callback([options, &action] {
    action = [options] { return options->list ? list_hosts(*options) : describe(*options); };
  });
}

}  // namespace pgmahout::cli
