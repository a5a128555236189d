#include <algorithm>
#include <memory>
#include <optional>
#include <set>

#include "change.hpp"
#include "commands.hpp"
#include "decide/reload_change.hpp"
#include "decide/status/evidence.hpp"
#include "model/json.hpp"
#include "ports/signal_stop.hpp"

namespace pgmahout::cli {

namespace {

constexpr ports::Duration kToReload{20000};

struct ReloadOptions {
  ChangeOptions change;
  std::vector<std::string> nodes;

  [[nodiscard]] bool wants(const model::Node& node) const {
    return nodes.empty() || std::ranges::find(nodes, node.name) != nodes.end();
  }
};

// What waits for a restart is the same everywhere, as a rule: it is told once.
model::ChangeResult told(const std::vector<std::string>& names,
                         const std::set<std::string>& pending) {
  std::string what = "read again: " + decide::listed(names);
  if (!pending.empty())
    what += "; " + decide::listed({pending.begin(), pending.end()}) +
            " wait for a restart: pgmahout restart";
  return {.what = what};
}

// Nothing was done only where nobody has read anything.
model::Error not_everywhere(const std::vector<std::string>& names, model::Error failure) {
  if (names.empty()) return failure;
  failure.kind = model::ErrorKind::incomplete;
  failure.what = "read again by " + decide::listed(names) + ", and not by " + failure.node + ": " +
                 failure.what;
  return failure;
}

model::Result<model::ChangeResult> reload_all(const ReloadOptions& options, Access& access,
                                              const ports::Deadline& deadline) {
  std::vector<const model::Node*> nodes;
  for (const auto& node : access.cluster().nodes)
    if (options.wants(node)) nodes.push_back(&node);
  const auto answers = ports::at_once(access.crew(), nodes, [&](const model::Node* node) {
    return agent::call(access.reach(), *node, {{"operation", "reload"}}, deadline);
  });
  std::vector<std::string> names;
  std::set<std::string> pending;
  std::optional<model::Error> failure;
  for (std::size_t index = 0; index < nodes.size(); ++index) {
    if (!answers[index]) {
      if (!failure) failure = answers[index].error();
      continue;
    }
    names.push_back(nodes[index]->name);
    for (const auto& name : answers[index]->value("pending", nlohmann::json::array()))
      if (const auto text = model::exactly<std::string>(name)) pending.insert(*text);
  }
  if (failure) return std::unexpected(not_everywhere(names, *failure));
  return told(names, pending);
}

model::ExitCode reload(const ReloadOptions& options) {
  const auto access = Access::open(options.change.access);
  if (!access) return refuse(access.error());
  const ports::SignalStop stop;
  const auto reports = (*access)->look(stop.token());
  const Change change{
      .proposal = decide::propose_reload((*access)->cluster(), reports, options.nodes),
      .question = "Let them read their files again?",
      .make =
          [&] {
            return reload_all(options, **access,
                              ports::Deadline((*access)->clock(), kToReload, stop.token()));
          },
      .stop = stop.token()};
  return carry_through(options.change, change);
}

}  // namespace

void add_reload(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "reload", "Let PostgreSQL and Pgpool-II read their files again, if those are in order");
  command->footer("example: pgmahout reload -i inventories/proxmox --yes");
  const auto options = std::make_shared<ReloadOptions>();
  command->add_option("nodes", options->nodes, "The nodes; none: all");
  add_change_options(*command, options->change);
  command->callback([options, &action] { action = [options] { return reload(*options); }; });
}

}  // namespace pgmahout::cli
