#include "report/status.hpp"

#include <unistd.h>

#include <iostream>
#include <memory>

#include "access.hpp"
#include "commands.hpp"
#include "decide/status/status.hpp"
#include "ports/signal_stop.hpp"

namespace pgmahout::cli {

namespace {

enum class Form : std::uint8_t { text, json, nagios, prometheus };

struct StatusOptions {
  AccessOptions access;
  bool json = false;
  bool nagios = false;
  bool prometheus = false;
  double watch_seconds = 0;
  int deadline_seconds = 5;
  decide::StatusLimits limits;

  [[nodiscard]] Form form() const {
    if (json) return Form::json;
    if (nagios) return Form::nagios;
    return prometheus ? Form::prometheus : Form::text;
  }
};

std::string render_status(const model::ClusterStatus& status, Form form) {
  switch (form) {
    case Form::json:
      return report::status_json(status, to_int(exit_code(status)));
    case Form::nagios:
      return report::status_nagios(status);
    case Form::prometheus:
      return report::status_prometheus(status);
    case Form::text:
      break;
  }
  return report::status_text(status, report::stdout_style());
}

// A plugin of Nagios has exit codes of its own, and a scrape that told something has succeeded.
model::ExitCode exit_code_of(const model::ClusterStatus& status, Form form) {
  if (form == Form::nagios) return static_cast<model::ExitCode>(report::nagios_exit_code(status));
  return form == Form::prometheus ? model::ExitCode::ok : exit_code(status);
}

model::ClusterStatus ask(const StatusOptions& options, Access& access, std::stop_token stop) {
  const auto reports = access.look(std::move(stop), std::chrono::seconds(options.deadline_seconds));
  return decide::judge_status(access.cluster(), reports, options.limits);
}

// On a terminal each look takes the place of the one before it; elsewhere a blank line parts them.
void show_again(const std::string& text) {
  const bool terminal = isatty(STDOUT_FILENO) == 1;
  std::cout << (terminal ? "\033[H\033[J" : "") << text << (terminal ? "" : "\n") << std::flush;
}

model::ExitCode status(const StatusOptions& options) {
  const auto access = Access::open(options.access);
  if (!access) return refuse(access.error());
  ports::SignalStop stop;
  const auto form = options.form();
  auto seen = ask(options, **access, stop.token());
  if (options.watch_seconds <= 0 && !stop.token().stop_requested()) {
    std::cout << render_status(seen, form);
    return exit_code_of(seen, form);
  }
  const ports::Duration pause(static_cast<std::int64_t>(options.watch_seconds * 1000));
  while (!stop.token().stop_requested()) {
    show_again(render_status(seen, form));
    const ports::Deadline wait((*access)->clock(), pause, stop.token());
    (void)ports::wait_until([] { return false; }, wait, ports::Duration{100});
    seen = ask(options, **access, stop.token());
  }
  return model::ExitCode::interrupted;
}

}  // namespace

void add_status(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("status", "How the cluster is, and what is not as it should be");
  command->footer(
      "example: pgmahout status -i inventories/proxmox --vault-password-file ~/.vault-password\n"
      "on a node: pgmahout status --watch 2");
  const auto options = std::make_shared<StatusOptions>();
  add_access(*command, options->access);
  auto* forms = command->add_option_group("form", "how it is told; without one, for people");
  forms->add_flag("--json", options->json, "As JSON");
  forms->add_flag("--nagios", options->nagios,
                  "As a plugin of Nagios: exit codes 0 ok, 1 warning, 2 critical, 3 unknown");
  forms->add_flag("--prometheus", options->prometheus, "As metrics of Prometheus");
  forms->require_option(0, 1);
  command
      ->add_option("-w,--watch", options->watch_seconds,
                   "Look again and again, so many seconds apart, until it is interrupted")
      ->check(CLI::Range(0.2, 3600.0))
      ->expected(0, 1)
      ->default_str("2");
  command
      ->add_option("--deadline", options->deadline_seconds,
                   "Seconds after which a node that has not answered counts as silent")
      ->check(CLI::Range(1, 60))
      ->capture_default_str();
  command
      ->add_option("--max-lag", options->limits.lag_bytes,
                   "Bytes of WAL that a standby may be behind")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->callback([options, &action] { action = [options] { return status(*options); }; });
}

}  // namespace pgmahout::cli
