#include <exception>
#include <iostream>

#include "commands.hpp"

namespace {

int run(int argc, char** argv) {
  using namespace pgmahout;
  CLI::App app{"Provision, inspect and drive a highly available PostgreSQL cluster.", "pgmahout"};
  app.set_version_flag("--version", PGMAHOUT_VERSION);
  app.require_subcommand(1);
  cli::Action action;
  cli::add_attach(app, action);
  cli::add_bootstrap(app, action);
  cli::add_clone(app, action);
  cli::add_drill(app, action);
  cli::add_completion(app, action);
  cli::add_diagnose(app, action);
  cli::add_exit_codes(app, action);
  cli::add_failover(app, action);
  cli::add_fence(app, action);
  cli::add_history(app, action);
  cli::add_init(app, action);
  cli::add_inventory(app, action);
  cli::add_pause(app, action);
  cli::add_preflight(app, action);
  cli::add_rejoin(app, action);
  cli::add_reload(app, action);
  cli::add_render(app, action);
  cli::add_restart(app, action);
  cli::add_resume(app, action);
  cli::add_settings(app, action);
  cli::add_status(app, action);
  cli::add_switchover(app, action);
  cli::add_unfence(app, action);
  cli::add_verify(app, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : to_int(model::ExitCode::usage);
  }
  return to_int(action());
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "pgmahout: internal fault: " << error.what() << "\n";
    return pgmahout::model::to_int(pgmahout::model::ExitCode::internal);
  }
}
