#include "plan/failover.hpp"

#include <memory>

#include "change.hpp"
#include "commands.hpp"
#include "decide/failover_change.hpp"
#include "decide/status/evidence.hpp"
#include "model/json.hpp"
#include "plan/sentences.hpp"
#include "ports/signal_stop.hpp"

namespace pgmahout::cli {

namespace {

constexpr ports::Duration kToFailOver{75000};

struct FailoverOptions {
  ChangeOptions change;
  std::string to;
  bool allow_data_loss = false;
};

std::vector<std::string> steps_of(const decide::Evidence& evidence,
                                  const model::Proposal& proposal) {
  const auto* lost = evidence.cluster.find(proposal.from);
  if (lost == nullptr) return {};
  auto steps = plan::sentences(plan::secure(lost->id, false, evidence.seen), evidence.cluster);
  steps.push_back(
      "compare what they have received, and promote " +
      (proposal.to.empty() ? std::string("who has most") : proposal.to + ", if nobody has more"));
  return steps;
}

// Whose Pgpool-II leads is told at once; any other node that answers does as well.
const model::Node* executor(const decide::Evidence& evidence) {
  if (evidence.leader != nullptr && evidence.report(*evidence.leader) != nullptr)
    return evidence.leader;
  for (const auto& node : evidence.cluster.nodes)
    if (evidence.server(node) != nullptr) return &node;
  return nullptr;
}

model::ChangeResult told(const nlohmann::json& answer, std::int64_t took_ms) {
  const auto primary = model::field<std::string>(answer, "primary", "");
  const auto loss = model::field<std::string>(answer, "loss", "");
  return {.what = primary + " is primary" + (loss.empty() ? "" : "; lost: " + loss),
          .primary = primary,
          .took_ms = took_ms};
}

model::Result<model::ChangeResult> fail_over(const FailoverOptions& options, Access& access,
                                             const model::Node& where, const Change& change) {
  const auto& proposal = change.proposal;
  const auto begun = access.clock().now();
  const nlohmann::json request{{"operation", "failover"},
                               {"lost", proposal.from},
                               {"to", options.to},
                               {"allow_data_loss", options.allow_data_loss}};
  tell_step(options.change, "asking " + where.name + " to do it");
  const auto answer = agent::call(access.reach(), where, request,
                                  ports::Deadline(access.clock(), kToFailOver, change.stop));
  if (!answer) return std::unexpected(answer.error());
  return told(*answer,
              std::chrono::duration_cast<ports::Duration>(access.clock().now() - begun).count());
}

model::ExitCode failover(const FailoverOptions& options) {
  const auto access = Access::open(options.change.access);
  if (!access) return refuse(access.error());
  const auto& cluster = (*access)->cluster();
  const ports::SignalStop stop;
  const auto reports = (*access)->look(stop.token());
  const auto evidence = decide::gather(cluster, reports);
  Change change{.proposal = decide::propose_failover({.cluster = cluster,
                                                      .reports = reports,
                                                      .to = options.to,
                                                      .allow_data_loss = options.allow_data_loss})};
  change.proposal.steps = steps_of(evidence, change.proposal);
  change.question = "Replace " + change.proposal.from + " as primary of " + cluster.name +
                    (options.allow_data_loss ? ", even if commits are lost?" : "?");
  const auto* where = executor(evidence);
  change.make = [&] { return fail_over(options, **access, *where, change); };
  change.stop = stop.token();
  return carry_through(options.change, change);
}

}  // namespace

void add_failover(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("failover", "Promote a standby by hand, when nobody is primary");
  command->footer(
      "example: pgmahout failover -i inventories/proxmox --dry-run\n"
      "on a node: pgmahout failover --to postgres3 --allow-data-loss");
  const auto options = std::make_shared<FailoverOptions>();
  add_change_options(*command, options->change);
  command->add_option("--to", options->to, "Who is preferred among those with equally much");
  command->add_flag("--allow-data-loss", options->allow_data_loss,
                    "Also when it cannot be proven that nothing acknowledged is lost");
  command->callback([options, &action] { action = [options] { return failover(*options); }; });
}

}  // namespace pgmahout::cli
