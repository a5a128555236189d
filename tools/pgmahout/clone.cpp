#include <unistd.h>

#include <future>
#include <iostream>
#include <memory>

#include "access.hpp"
#include "act/clone/base_backup.hpp"
#include "agent/controller.hpp"
#include "clone_display.hpp"
#include "commands.hpp"
#include "decide/live_primary.hpp"
#include "model/json.hpp"
#include "ports/agent/wire.hpp"
#include "ports/signal_stop.hpp"

namespace pgmahout::cli {

namespace {

struct CloneOptions {
  AccessOptions access;
  std::vector<std::string> nodes;
  std::string from;
  bool replace = false;
  bool start = true;
  bool json = false;
  std::string max_rate;
  int deadline_seconds = 0;
};

model::Error usage(std::string what, std::string hint = "") {
  return {.kind = model::ErrorKind::usage, .what = std::move(what), .hint = std::move(hint)};
}

std::string names(const model::Cluster& cluster) {
  std::string text = "the nodes are:";
  for (const auto& node : cluster.nodes) text += " " + node.name;
  return text;
}

model::Result<void> check(const CloneOptions& options, const model::Cluster& cluster) {
  for (const auto& name : options.nodes)
    if (cluster.find(name) == nullptr)
      return std::unexpected(usage("there is no node " + name, names(cluster)));
  if (!options.from.empty() && cluster.find(options.from) == nullptr)
    return std::unexpected(usage("there is no node " + options.from, names(cluster)));
  if (!options.max_rate.empty() && !act::clone::is_valid_rate(options.max_rate))
    return std::unexpected(
        usage("--max-rate takes kB/s, or a number with k or M, from 32 kB/s to 1 GB/s"));
  return {};
}

/// Everything that the copies need, once for all of them.
struct Work {
  const CloneOptions& options;
  const model::Cluster& cluster;
  const std::string& primary;
  const agent::Reach& reach;
  CloneDisplay& display;
  const ports::Deadline& deadline;
};

model::Result<nlohmann::json> clone_one(const Work& work, const std::string& name) {
  nlohmann::json request{{"operation", "clone"},
                         {"primary", work.primary},
                         {"replace", work.options.replace},
                         {"start", work.options.start}};
  if (!work.options.max_rate.empty()) request["max_rate"] = work.options.max_rate;
  auto answer =
      agent::call(work.reach, *work.cluster.find(name), request, work.deadline,
                  [&](const nlohmann::json& progress) { work.display.progress(name, progress); });
  work.display.finished(name, answer);
  return answer;
}

/// Clones every named node at once; whether anything was changed, or the first error. Every copy
/// is waited for, also when another has failed.
model::Result<bool> clone_all(const Work& work) {
  std::vector<std::future<model::Result<nlohmann::json>>> started;
  started.reserve(work.options.nodes.size());
  for (const auto& name : work.options.nodes)
    started.push_back(std::async(std::launch::async, [&] { return clone_one(work, name); }));
  bool changed = false;
  std::optional<model::Error> failure;
  for (auto& each : started) {
    const auto answer = each.get();
    if (answer)
      changed = changed || model::field(*answer, "changed", false);
    else if (!failure)
      failure = answer.error();
  }
  if (failure) return std::unexpected(*failure);
  return changed;
}

model::Result<bool> clone_nodes(const CloneOptions& options, Access& access, bool json) {
  constexpr ports::Duration kToAsk{30000};
  const auto& cluster = access.cluster();
  if (auto checked = check(options, cluster); !checked) return std::unexpected(checked.error());
  const ports::SignalStop stop;
  const auto reach = access.reach();
  const ports::Deadline deadline(access.clock(), std::chrono::seconds(options.deadline_seconds),
                                 stop.token());
  const auto primary = decide::live_primary(
      agent::observe_all(reach, cluster, deadline.within(kToAsk)), options.from);
  if (!primary) return std::unexpected(primary.error());
  CloneDisplay display(options.nodes, json);
  auto done = clone_all({.options = options,
                         .cluster = cluster,
                         .primary = *primary,
                         .reach = reach,
                         .display = display,
                         .deadline = deadline});
  if (!done && deadline.stopped()) done.error().kind = model::ErrorKind::interrupted;
  return done;
}

model::ExitCode run(const CloneOptions& options) {
  const auto access = Access::open(options.access);
  if (!access) return refuse(access.error());
  const bool json = options.json || isatty(STDERR_FILENO) == 0;
  const auto changed = clone_nodes(options, **access, json);
  if (!changed) {
    if (json) std::cout << model::to_line({{"error", agent::to_json(changed.error())}}) << "\n";
    std::cerr << "pgmahout: " << to_string(changed.error()) << "\n";
    return exit_code(changed.error().kind);
  }
  if (json) std::cout << nlohmann::json{{"result", {{"changed", *changed}}}}.dump() << "\n";
  return model::ExitCode::ok;
}

}  // namespace

void add_clone(CLI::App& app, Action& action) {
  auto options = std::make_shared<CloneOptions>();
  CLI::App* command = app.add_subcommand("clone", "Make nodes standbys of the live primary");
  command->add_option("nodes", options->nodes, "Nodes to make standbys, all at once")->required();
  command->footer("example: pgmahout clone postgres3 -i inventories/proxmox --replace");
  add_access(*command, options->access);
  command->add_option("--facts", options->access.load.facts,
                      "Facts of the hosts (JSON), - is stdin");
  command->add_option("--from", options->from, "The primary (default: ask the nodes)");
  command->add_flag("--replace", options->replace,
                    "Throw away a data directory of this cluster that is no healthy standby");
  command->add_flag("--start,!--no-start", options->start,
                    "Start PostgreSQL and wait until it streams (default)");
  command->add_option("--max-rate", options->max_rate, "Of each copy: kB/s, or a number with k, M");
  command->add_option("--deadline", options->deadline_seconds, "Seconds that it may take")
      ->default_val(43200)
      ->check(CLI::Range(1, 86400));
  command->add_flag("--json", options->json, "JSON lines instead of bars");
  command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace pgmahout::cli
