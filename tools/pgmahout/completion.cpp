#include "report/completion.hpp"

#include <algorithm>
#include <iostream>
#include <memory>

#include "commands.hpp"
#include "inventory/description.hpp"
#include "inventory/hosts.hpp"
#include "inventory/load.hpp"

namespace pgmahout::cli {

namespace {

using model::OptionValue;

const std::vector<std::string> kShells{"bash", "zsh", "fish"};

OptionValue value_of(const CLI::Option& option) {
  if (option.get_items_expected_max() == 0) return OptionValue::none;
  const auto& names = option.get_lnames();
  const auto is = [&](std::initializer_list<std::string_view> wanted) {
    return std::ranges::find_first_of(names, wanted) != names.end();
  };
  if (is({"to", "from"})) return OptionValue::node;
  return is({"inventory", "vault-password-file", "facts", "out", "bundle"}) ? OptionValue::file
                                                                            : OptionValue::other;
}

model::OptionHelp help_of(const CLI::Option& option) {
  model::OptionHelp help{.help = option.get_description(), .value = value_of(option)};
  for (const auto& name : option.get_snames()) help.names.push_back("-" + name);
  for (const auto& name : option.get_lnames()) help.names.push_back("--" + name);
  return help;
}

// A group of options has its parent's --help once more.
bool has_option(const model::CommandHelp& command, const std::vector<std::string>& names) {
  return std::ranges::find(command.options, names, &model::OptionHelp::names) !=
         command.options.end();
}

// Groups of options are nameless commands; options without a group are hidden.
void add_options(const CLI::App& app, model::CommandHelp& command) {
  for (const CLI::Option* option : app.get_options()) {
    const auto help = help_of(*option);
    if (help.names.empty())
      command.takes_nodes = command.takes_nodes || option->get_name().starts_with("node");
    else if (!option->get_group().empty() && !has_option(command, help.names))
      command.options.push_back(help);
  }
  for (const CLI::App* group : app.get_subcommands([](const CLI::App*) { return true; }))
    if (group->get_name().empty()) add_options(*group, command);
}

model::CommandLine command_line(const CLI::App& app) {
  model::CommandHelp top;
  add_options(app, top);
  model::CommandLine line{.program = app.get_name(), .options = top.options};
  for (const CLI::App* each : app.get_subcommands([](const CLI::App*) { return true; })) {
    model::CommandHelp command{.name = each->get_name(), .help = each->get_description()};
    add_options(*each, command);
    if (command.name == "completion") command.words = kShells;
    line.commands.push_back(command);
  }
  return line;
}

// A shell that completes shows nothing where nothing can be known: there is no error to tell.
std::vector<std::string> known_nodes(const inventory::LoadOptions& load) {
  std::vector<std::string> names;
  if (load.inventory.empty()) {
    const auto cluster = inventory::load_description("/etc/pgmahout/cluster.json");
    if (!cluster) return names;
    for (const auto& node : cluster->nodes) names.push_back(node.name);
    return names;
  }
  inventory::Diagnostics ignored;
  const inventory::Vault vault(load.vault_password_file);
  for (const auto& host :
       read_hosts({.inventory = load.inventory, .group = "postgres"}, vault, ignored))
    names.push_back(host.name);
  return names;
}

std::string script_for(const std::string& shell, const model::CommandLine& line) {
  if (shell == "bash") return report::bash_completion(line);
  return shell == "zsh" ? report::zsh_completion(line) : report::fish_completion(line);
}

struct CompletionOptions {
  std::string what;
  inventory::LoadOptions load;
};

model::ExitCode complete(const CLI::App& app, const CompletionOptions& options) {
  if (options.what != "nodes") {
    std::cout << script_for(options.what, command_line(app));
    return model::ExitCode::ok;
  }
  for (const auto& name : known_nodes(options.load)) std::cout << name << "\n";
  return model::ExitCode::ok;
}

}  // namespace

void add_completion(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("completion", "Print a script that completes what is typed in a shell");
  command->footer("example: source <(pgmahout completion bash)");
  const auto options = std::make_shared<CompletionOptions>();
  // "nodes" is what those scripts ask for.
  command->add_option("shell", options->what, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish", "nodes"}));
  command->add_option("-i,--inventory", options->load.inventory, "Inventory of the nodes")
      ->group("");
  command
      ->add_option("--vault-password-file", options->load.vault_password_file,
                   "File with the vault's password")
      ->group("");
  command->callback(
      [options, &app, &action] { action = [options, &app] { return complete(app, *options); }; });
}

}  // namespace pgmahout::cli
