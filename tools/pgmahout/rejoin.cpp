#include <memory>

#include "change.hpp"
#include "commands.hpp"
#include "decide/rejoin_change.hpp"
#include "decide/status/evidence.hpp"
#include "model/json.hpp"
#include "ports/signal_stop.hpp"
#include "report/copy_progress.hpp"

namespace pgmahout::cli {

namespace {

constexpr ports::Duration kToPreview{15000};
// A copy may be what it takes.
constexpr std::chrono::hours kToRejoin{24};

struct RejoinOptions {
  ChangeOptions change;
  std::string node;
};

nlohmann::json request_to_follow(const std::string& primary, bool dry_run) {
  return {{"operation", "rejoin"}, {"primary", primary}, {"dry_run", dry_run}, {"by_hand", true}};
}

// What the node itself says that it takes, or why it cannot be.
void ask_for_steps(Access& access, const model::Node& node, const std::string& primary,
                   model::Proposal& proposal) {
  const auto answer = agent::call(access.reach(), node, request_to_follow(primary, true),
                                  ports::Deadline(access.clock(), kToPreview));
  model::Precondition can{.what = node.name + " can become a standby of " + primary,
                          .holds = answer.has_value()};
  if (answer) {
    proposal.steps = {model::field<std::string>(*answer, "action", "") + ": " +
                      model::field<std::string>(*answer, "reason", "")};
  } else {
    can.evidence = answer.error().what;
    can.next = answer.error().hint;
  }
  proposal.preconditions.push_back(can);
}

model::Result<model::ChangeResult> rejoin_it(const RejoinOptions& options, Access& access,
                                             const std::string& primary, const Change& change) {
  const auto begun = access.clock().now();
  const auto answer = agent::call(
      access.reach(), *access.cluster().find(options.node), request_to_follow(primary, false),
      ports::Deadline(access.clock(), kToRejoin, change.stop), [&](const nlohmann::json& said) {
        tell_step(options.change,
                  "copied " + report::human_bytes(model::field<std::uint64_t>(said, "bytes", 0)));
      });
  if (!answer) return std::unexpected(answer.error());
  const auto took = std::chrono::duration_cast<ports::Duration>(access.clock().now() - begun);
  return model::ChangeResult{.what = options.node + " streams from " + primary + " (" +
                                     model::field<std::string>(*answer, "action", "") + ")",
                             .primary = primary,
                             .took_ms = took.count()};
}

model::ExitCode rejoin(const RejoinOptions& options) {
  const auto access = Access::open(options.change.access);
  if (!access) return refuse(access.error());
  const auto& cluster = (*access)->cluster();
  const ports::SignalStop stop;
  const auto reports = (*access)->look(stop.token());
  const auto* leads = decide::gather(cluster, reports).primary;
  const std::string primary = leads == nullptr ? "" : leads->name;
  Change change{.proposal = decide::propose_rejoin(cluster, reports, options.node)};
  auto& proposal = change.proposal;
  if (proposal.allowed() && proposal.nothing_to_do.empty())
    ask_for_steps(**access, *cluster.find(options.node), primary, proposal);
  change.question = "Make " + options.node + " a standby of " + primary +
                    "? What it has and the primary has not is kept aside.";
  change.make = [&] { return rejoin_it(options, **access, primary, change); };
  change.stop = stop.token();
  return carry_through(options.change, change);
}

}  // namespace

void add_rejoin(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "rejoin", "Make a node that fell out a standby of the primary, by the least that will do");
  command->footer("example: pgmahout rejoin postgres1 -i inventories/proxmox --dry-run");
  const auto options = std::make_shared<RejoinOptions>();
  command->add_option("node", options->node, "The node")->required();
  add_change_options(*command, options->change);
  command->callback([options, &action] { action = [options] { return rejoin(*options); }; });
}

}  // namespace pgmahout::cli
