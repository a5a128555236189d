#include "settings/settings.hpp"

#include <iostream>
#include <memory>

#include "commands.hpp"

namespace pgmahout::cli {

namespace {

model::ExitCode print_settings(bool markdown) {
  if (markdown) {
    std::cout << settings::settings_markdown();
    return model::ExitCode::ok;
  }
  for (const auto& setting : settings::settings_table())
    std::cout << setting.key << "\n    " << setting.doc << "\n";
  return model::ExitCode::ok;
}

}  // namespace

void add_settings(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("settings", "List every setting of an inventory");
  const auto markdown = std::make_shared<bool>(false);
  command->add_flag("--markdown", *markdown, "Print the page docs/settings.md");
  command->callback(
      [markdown, &action] { action = [markdown] { return print_settings(*markdown); }; });
}

}  // namespace pgmahout::cli
