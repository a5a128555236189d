#include <nlohmann/json.hpp>

#include "report/drill.hpp"
#include "report/or_null.hpp"

namespace pgmahout::report {

namespace {

using nlohmann::ordered_json;

ordered_json list_of_steps(const std::vector<model::DrillStep>& steps) {
  ordered_json list = ordered_json::array();
  for (const auto& step : steps)
    list.push_back({{"id", step.id}, {"what", step.what}, {"at_ms", or_null(step.at_ms)}});
  return list;
}

ordered_json list_of_lost(const std::vector<model::LostOnNode>& lost) {
  ordered_json list = ordered_json::array();
  for (const auto& node : lost) list.push_back({{"node", node.node}, {"numbers", node.numbers}});
  return list;
}

ordered_json round_json(const model::DrillRound& round) {
  return {{"number", round.number},
          {"well", round.is_well()},
          {"healthy", round.healthy},
          {"broken", round.broken},
          {"broke_at", round.broke_at},
          {"primary_before", round.primary_before},
          {"primary_after", or_null(round.primary_after)},
          {"gap_ms", round.gap.length_ms()},
          {"gap_open", round.gap.open},
          {"acknowledged", round.acknowledged},
          {"refused", round.refused},
          {"unknown", round.unknown},
          {"lost", list_of_lost(round.lost)},
          {"doubled", round.doubled},
          {"two_writers", round.two_writers},
          {"steps", list_of_steps(round.steps)},
          {"remarks", round.remarks}};
}

ordered_json list_of_statistics(const std::vector<model::DrillStatistic>& statistics) {
  ordered_json list = ordered_json::array();
  for (const auto& each : statistics)
    list.push_back({{"id", each.id},
                    {"what", each.what},
                    {"rounds", each.rounds},
                    {"min_ms", each.least},
                    {"median_ms", each.median},
                    {"max_ms", each.most}});
  return list;
}

ordered_json reason_of(const std::optional<model::Error>& error) {
  if (!error) return {};
  return {{"what", error->what}, {"node", or_null(error->node)}, {"next", error->hint}};
}

}  // namespace

std::string drill_json(const model::DrillReport& report) {
  ordered_json rounds = ordered_json::array();
  for (const auto& round : report.rounds) rounds.push_back(round_json(round));
  const ordered_json document{{"version", 1},
                              {"cluster", report.cluster},
                              {"scenario", std::string(to_string(report.scenario))},
                              {"at", or_null(report.at)},
                              {"exit_code", to_int(exit_code(report))},
                              {"wanted", report.wanted},
                              {"rounds", rounds},
                              {"statistics", list_of_statistics(report.statistics)},
                              {"error", reason_of(report.error)}};
  return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace pgmahout::report
