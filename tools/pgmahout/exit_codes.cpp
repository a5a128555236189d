#include <iostream>

#include "commands.hpp"

namespace pgmahout::cli {

namespace {

model::ExitCode print_exit_codes() {
  std::cout << "# Exit codes\n\n| code | name | meaning |\n|---|---|---|\n";
  for (const auto& row : model::exit_code_table())
    std::cout << "| " << to_int(row.code) << " | " << row.name << " | " << row.meaning << " |\n";
  return model::ExitCode::ok;
}

}  // namespace

void add_exit_codes(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("exit-codes", "List every exit code and its meaning");
  command->callback([&action] { action = print_exit_codes; });
}

}  // namespace pgmahout::cli
