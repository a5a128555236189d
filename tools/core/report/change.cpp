#include "report/change.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "report/or_null.hpp"

namespace pgmahout::report {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t kMarkWidth = 6;

std::string mark_of(const model::Precondition& condition, bool colour) {
  std::string word = condition.holds ? "ok    " : "no    ";
  if (!colour) return word;
  return (condition.holds ? "\033[32m" : "\033[1;31m") + word + "\033[0m";
}

std::string condition_text(const model::Precondition& condition, const TextStyle& style) {
  std::string text = mark_of(condition, style.colour) + condition.what + "\n";
  if (condition.holds) return text;
  return text + indented(condition.evidence, kMarkWidth, "- ", style.width) +
         (condition.next.empty() ? "" : indented(condition.next, kMarkWidth, "> ", style.width));
}

std::string headline(const model::Proposal& proposal) {
  if (proposal.from.empty() && !proposal.to.empty())
    return fmt::format("{} of {} in cluster {}\n", proposal.command, proposal.to, proposal.cluster);
  std::string line = fmt::format("{} of cluster {}", proposal.command, proposal.cluster);
  if (!proposal.from.empty()) line += " from " + proposal.from;
  if (!proposal.to.empty()) line += " to " + proposal.to;
  return line + "\n";
}

ordered_json result_of(const std::optional<model::ChangeResult>& result) {
  if (!result) return {};
  return {{"what", result->what},
          {"primary", or_null(result->primary)},
          {"took_ms", or_null(result->took_ms)}};
}

ordered_json error_of(const std::optional<model::Error>& error) {
  if (!error) return {};
  return {{"what", error->what}, {"node", or_null(error->node)}, {"next", error->hint}};
}

}  // namespace

std::string proposal_text(const model::Proposal& proposal, const TextStyle& style) {
  std::string text = headline(proposal);
  if (!proposal.nothing_to_do.empty()) return text + proposal.nothing_to_do + "\n";
  for (const auto& condition : proposal.preconditions) text += condition_text(condition, style);
  if (!proposal.allowed()) return text;
  for (std::size_t index = 0; index < proposal.steps.size(); ++index)
    text += fmt::format("{:>4}. {}\n", index + 1, proposal.steps[index]);
  return text;
}

std::string result_text(const model::ChangeResult& result) {
  if (!result.took_ms) return result.what + "\n";
  return fmt::format("{}, after {:.1f} s\n", result.what,
                     static_cast<double>(*result.took_ms) / 1000);
}

std::string change_json(const ChangeReport& report) {
  const auto& proposal = report.proposal;
  ordered_json conditions = ordered_json::array();
  for (const auto& condition : proposal.preconditions)
    conditions.push_back({{"what", condition.what},
                          {"holds", condition.holds},
                          {"evidence", condition.evidence},
                          {"next", condition.next}});
  const ordered_json document{{"version", 1},
                              {"command", proposal.command},
                              {"cluster", proposal.cluster},
                              {"exit_code", report.exit_code},
                              {"dry_run", report.dry_run},
                              {"from", or_null(proposal.from)},
                              {"to", or_null(proposal.to)},
                              {"allowed", proposal.allowed()},
                              {"nothing_to_do", or_null(proposal.nothing_to_do)},
                              {"preconditions", conditions},
                              {"steps", proposal.steps},
                              {"result", result_of(report.result)},
                              {"error", error_of(report.error)}};
  return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace pgmahout::report
