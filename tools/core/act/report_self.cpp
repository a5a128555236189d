#include "act/report_self.hpp"

#include <functional>
#include <string_view>

#include "act/fence.hpp"
#include "act/journal.hpp"
#include "act/pause.hpp"
#include "act/pcp.hpp"
#include "act/vip.hpp"
#include "model/json.hpp"
#include "observe/everyone.hpp"
#include "observe/inspect_parts.hpp"
#include "observe/server_report.hpp"

namespace pgmahout::act {

namespace {

// A person waits for the whole table: what does not answer by then is told as that.
constexpr ports::Duration kToSay{1500};

model::Result<model::ServerReport> report_server(const Context& context) {
  auto report = observe::ask_server_report(context.sql, local_superuser(context), context.deadline);
  if (!report) return report;
  report->state =
      *observe::node_state(context.cluster, context.self, std::move(report->state)).server;
  return report;
}

std::optional<model::Fence> fence_if_known(const Context& context) {
  const auto fence = read_fence(context);
  return fence ? *fence : std::nullopt;
}

std::optional<model::Pause> pause_if_known(const Context& context) {
  const auto pause = read_pause(context);
  return pause ? *pause : std::nullopt;
}

// The conversations with Pgpool-II run side by side, as many as there are nodes.
model::Result<model::Beliefs> ask_all_beliefs(const Context& context) {
  const auto answers =
      ports::at_once(context.crew, context.cluster.nodes,
                     [&](const model::Node& node) { return ask_belief(context, kHere, node); });
  model::Beliefs beliefs;
  for (const auto& answer : answers) {
    if (!answer) return std::unexpected(answer.error());
    beliefs.push_back(*answer);
  }
  return beliefs;
}

}  // namespace

std::optional<model::ChangeNote> last_change_in(std::string_view journal) {
  while (!journal.empty()) {
    const auto end = journal.find_last_of('\n', journal.size() - 2);
    const auto begin = journal.size() < 2 || end == std::string_view::npos ? 0 : end + 1;
    const auto line = model::parse_json(journal.substr(begin));
    journal = journal.substr(0, begin);
    if (!line.is_object() || !line.contains("certificate")) continue;
    return model::ChangeNote{.at = model::field<std::string>(line, "at", ""),
                             .from = model::field<std::string>(line, "from", ""),
                             .to = model::field<std::string>(line, "to", ""),
                             .loss = model::field<std::string>(line, "loss", "")};
  }
  return std::nullopt;
}

// It may have been rotated since.
std::optional<model::ChangeNote> last_change(const Context& context) {
  for (const std::string part : {"", ".1"}) {
    const auto journal = context.store.read(kJournalRecord + part);
    const auto change = journal && *journal ? last_change_in(**journal) : std::nullopt;
    if (change) return change;
  }
  return std::nullopt;
}

model::NodeReport report_self(const Context& context) {
  const Context bounded = within(context, kToSay);
  model::NodeReport report{.agent_version = PGMAHOUT_VERSION,
                           .postmaster = context.server.postmaster().has_value(),
                           .fence = fence_if_known(context),
                           .pause = pause_if_known(context),
                           .holds_vip = vip_is_here(context),
                           .last_change = last_change(context)};
  const std::vector<std::function<void()>> parts{
      [&] { report.server = report_server(bounded); },
      [&] {
        report.units = observe::inspect_units(context.layout, context.shell, bounded.deadline);
      },
      [&] { report.watchdog = ask_watchdog(bounded); },
      [&] { report.beliefs = ask_all_beliefs(bounded); }};
  context.crew.run(parts);
  return report;
}

}  // namespace pgmahout::act
