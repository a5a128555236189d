#include <iostream>
#include <memory>

#include "act/init/complete.hpp"
#include "act/init/make.hpp"
#include "act/init/place.hpp"
#include "commands.hpp"
#include "ports/local/standard_terminal.hpp"
#include "ports/signal_stop.hpp"
#include "report/made_inventory.hpp"

namespace pgmahout::cli {

namespace {

struct InitOptions {
  std::string directory;
  inventory::Said said;
  std::optional<std::filesystem::path> vault_password_file;
  bool json = false;
};

model::ExitCode print_made(const model::MadeInventory& made, bool json) {
  for (const auto& warning : made.warnings) std::cerr << "pgmahout: " << warning << "\n";
  std::cout << (json ? report::made_inventory_json(made) : report::made_inventory_text(made))
            << std::flush;
  if (std::cout.good()) return model::ExitCode::ok;
  return refuse({{.kind = model::ErrorKind::incomplete,
                  .what = "the inventory is made, but standard output cannot be written to",
                  .hint = "is its disk full?"}});
}

// What can be wrong without an answer is looked at before anything is asked.
model::ExitCode init(const InitOptions& options) {
  const ports::SignalStop stop;
  const auto target = act::free_place(options.directory);
  if (!target) return refuse({target.error()});
  auto key = act::vault_key(options.vault_password_file);
  if (!key) return refuse({key.error()});
  ports::StandardTerminal terminal(stop.token());
  const auto said = act::complete(options.said, terminal);
  if (!said) return refuse(said.error());
  const auto made = act::make_inventory({.inventory = inventory::new_inventory(*said),
                                         .directory = options.directory,
                                         .target = *target,
                                         .key = *std::move(key),
                                         .stop = stop.token()});
  if (!made) return refuse(made.error());
  return print_made(*made, options.json);
}

}  // namespace

void add_init(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "init", "Make an inventory, from options or, on a terminal, from a few questions");
  const auto options = std::make_shared<InitOptions>();
  auto& said = options->said;
  command->add_option("directory", options->directory, "Directory to make; never overwritten")
      ->required();
  command->add_option("--nodes", said.nodes,
                      "Hosts as NAME=ADDRESS,...; the first is primary at first");
  command->add_option("--vip", said.vip, "Virtual address, a free one of the nodes' network");
  command->add_option("--network", said.network,
                      "Network of the nodes; else the /24 (IPv6: /64) of the virtual address");
  command->add_option("--cluster-name", said.cluster_name, "Name of the cluster; else pgmahout");
  command->add_option("--pg-version", said.postgresql_version,
                      "Major version of PostgreSQL; else 17");
  command->add_option("--profile", said.profile,
                      "How soon a node is given up: fast, balanced or safe; else balanced");
  command->add_option("--synchronous", said.synchronous,
                      "Who confirms commits: quorum, priority or off; else quorum");
  command->add_option("--ssh-user", said.ssh_user, "Who logs in to the hosts; else root");
  command->add_option("--vault-password-file", options->vault_password_file,
                      "File with the vault's password; else a new one is made");
  command->add_flag("--json", options->json, "Print what was made as JSON");
  command->callback([options, &action] { action = [options] { return init(*options); }; });
}

}  // namespace pgmahout::cli
