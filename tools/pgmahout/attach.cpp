#include <memory>

#include "change.hpp"
#include "commands.hpp"
#include "decide/attach_change.hpp"
#include "decide/status/evidence.hpp"
#include "ports/signal_stop.hpp"

namespace pgmahout::cli {

namespace {

constexpr ports::Duration kToAttach{25000};

struct AttachOptions {
  ChangeOptions change;
  std::string node;
};

model::Result<model::ChangeResult> attach_it(const AttachOptions& options, Access& access,
                                             const model::Node& leader,
                                             const ports::Deadline& deadline) {
  const auto answer = agent::call(access.reach(), leader,
                                  {{"operation", "attach"}, {"node", options.node}}, deadline);
  if (!answer) return std::unexpected(answer.error());
  return model::ChangeResult{.what = "Pgpool-II uses " + options.node + " again"};
}

model::ExitCode attach(const AttachOptions& options) {
  const auto access = Access::open(options.change.access);
  if (!access) return refuse(access.error());
  const ports::SignalStop stop;
  const auto& cluster = (*access)->cluster();
  const auto reports = (*access)->look(stop.token());
  const auto* leader = decide::gather(cluster, reports).leader;
  const Change change{.proposal = decide::propose_attach(cluster, reports, options.node),
                      .question = "Let Pgpool-II use " + options.node + " again?",
                      .make =
                          [&] {
                            return attach_it(
                                options, **access, *leader,
                                ports::Deadline((*access)->clock(), kToAttach, stop.token()));
                          },
                      .stop = stop.token()};
  return carry_through(options.change, change);
}

}  // namespace

void add_attach(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("attach", "Let Pgpool-II use a node again that it takes for down");
  command->footer("example: pgmahout attach postgres2 -i inventories/proxmox --yes");
  const auto options = std::make_shared<AttachOptions>();
  command->add_option("node", options->node, "The node")->required();
  add_change_options(*command, options->change);
  command->callback([options, &action] { action = [options] { return attach(*options); }; });
}

}  // namespace pgmahout::cli
