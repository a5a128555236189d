#include <memory>

#include "act/clone/base_backup.hpp"
#include "agent/controller.hpp"
#include "change.hpp"
#include "clone_display.hpp"
#include "commands.hpp"
#include "decide/clone_change.hpp"
#include "decide/live_primary.hpp"
#include "decide/preconditions.hpp"
#include "model/json.hpp"
#include "ports/signal_stop.hpp"

namespace pgmahout::cli {

namespace {

constexpr ports::Duration kToAsk{30000};

struct CloneOptions {
  ChangeOptions change;
  std::vector<std::string> nodes;
  std::string from;
  bool replace = false;
  bool start = true;
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

nlohmann::json request_of(const CloneOptions& options, const std::string& primary) {
  nlohmann::json request{{"operation", "clone"},
                         {"primary", primary},
                         {"replace", options.replace},
                         {"start", options.start}};
  if (!options.max_rate.empty()) request["max_rate"] = options.max_rate;
  return request;
}

model::Result<decide::CloneDecision> decision_in(const model::Result<nlohmann::json>& answer) {
  if (!answer) return std::unexpected(answer.error());
  const auto action = decide::clone_action(model::field<std::string>(*answer, "action", ""));
  if (!action)
    return std::unexpected(
        model::Error{.kind = model::ErrorKind::failed,
                     .what = "it does not say what it would do",
                     .hint = "is the same version of pgmahout installed on every node?"});
  return decide::CloneDecision{*action, model::field<std::string>(*answer, "reason", "")};
}

/// One order to clone, from the question who is primary to the last copy.
class Clone {
 public:
  Clone(const CloneOptions& options, Access& access)
      : options_(options),
        access_(access),
        deadline_(access.clock(), std::chrono::seconds(options.deadline_seconds), stop_.token()) {}

  [[nodiscard]] model::ExitCode run() {
    const auto primary = decide::live_primary(
        agent::observe_all(access_.reach(), access_.cluster(), deadline_.within(kToAsk)),
        options_.from);
    const auto forecasts = primary ? foresee(*primary) : std::vector<decide::CloneForecast>{};
    if (deadline_.stopped()) return model::ExitCode::interrupted;
    const Change change{.proposal = decide::propose_clone(access_.cluster(), primary, forecasts),
                        .question = "Make them standbys of " + primary.value_or("") + "?",
                        .make = [&] { return make(*primary); },
                        .stop = stop_.token()};
    return carry_through(options_.change, change);
  }

 private:
  [[nodiscard]] std::vector<decide::CloneForecast> foresee(const std::string& primary) {
    auto request = request_of(options_, primary);
    request["dry_run"] = true;
    return ports::at_once(access_.crew(), options_.nodes, [&](const std::string& name) {
      const auto answer = agent::call(access_.reach(), *access_.cluster().find(name), request,
                                      deadline_.within(kToAsk));
      return decide::CloneForecast{name, decision_in(answer)};
    });
  }

  // Every copy is waited for, also when another has failed.
  [[nodiscard]] model::Result<model::ChangeResult> make(const std::string& primary) {
    const auto begun = access_.clock().now();
    CloneDisplay display(options_.nodes, options_.change.json);
    const auto answers =
        ports::at_once(access_.crew(), options_.nodes,
                       [&](const std::string& name) { return clone_one(name, primary, display); });
    for (const auto& answer : answers)
      if (!answer) return std::unexpected(failure(answer.error()));
    const auto took = std::chrono::duration_cast<ports::Duration>(access_.clock().now() - begun);
    return model::ChangeResult{
        .what = decide::listed(options_.nodes) +
                (options_.start ? ": streaming from " : ": made a standby of ") + primary,
        .primary = primary,
        .took_ms = took.count()};
  }

  [[nodiscard]] model::Result<nlohmann::json> clone_one(const std::string& name,
                                                        const std::string& primary,
                                                        CloneDisplay& display) {
    auto answer = agent::call(
        access_.reach(), *access_.cluster().find(name), request_of(options_, primary), deadline_,
        [&](const nlohmann::json& progress) { display.progress(name, progress); });
    display.finished(name, answer);
    return answer;
  }

  [[nodiscard]] model::Error failure(model::Error error) const {
    if (deadline_.stopped()) error.kind = model::ErrorKind::interrupted;
    return error;
  }

  const CloneOptions& options_;
  Access& access_;
  ports::SignalStop stop_;
  ports::Deadline deadline_;
};

model::ExitCode run(const CloneOptions& options) {
  const auto access = Access::open(options.change.access);
  if (!access) return refuse(access.error());
  if (const auto checked = check(options, (*access)->cluster()); !checked)
    return refuse({checked.error()});
  return Clone(options, **access).run();
}

}  // namespace

void add_clone(CLI::App& app, Action& action) {
  auto options = std::make_shared<CloneOptions>();
  CLI::App* command = app.add_subcommand("clone", "Make nodes standbys of the live primary");
  command->add_option("nodes", options->nodes, "Nodes to make standbys, all at once")->required();
  command->footer("example: pgmahout clone postgres3 -i inventories/proxmox --replace");
  add_change_options(*command, options->change);
  command->add_option("--facts", options->change.access.load.facts,
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
  command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace pgmahout::cli
