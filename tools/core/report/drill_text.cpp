#include <fmt/format.h>

#include "report/drill.hpp"
#include "report/drill_words.hpp"
#include "report/table.hpp"

namespace pgmahout::report {

namespace {

std::string verdict(const model::DrillRound& round, const TextStyle& style) {
  std::string word = round.is_well() ? "well" : "NOT WELL";
  if (!style.colour) return word;
  return (round.is_well() ? "\033[32m" : "\033[1;31m") + word + "\033[0m";
}

std::string head_of(const model::DrillRound& round, const TextStyle& style) {
  std::string text = fmt::format("round {}: {}; {} was hurt, primary {} -> {}\n", round.number,
                                 verdict(round, style), round.broken, round.primary_before,
                                 round.primary_after.empty() ? "nobody" : round.primary_after);
  return text + indented(sentence_of(round), 2, "", style.width);
}

std::string steps_table(const model::DrillRound& round, int width) {
  Table table{.columns = {{"since the break"}, {"what"}}};
  for (const auto& step : in_order(round.steps))
    if (step.at_ms) table.rows.push_back({signed_seconds(*step.at_ms), step.what});
  return table_text(table, width);
}

std::string round_text(const model::DrillRound& round, const TextStyle& style) {
  std::string text = head_of(round, style) + steps_table(round, style.width);
  for (const auto& lost : round.lost)
    text += indented(lost.node + " lacks " + listed_numbers(lost.numbers), 2, "", style.width);
  if (!round.doubled.empty())
    text += indented("there twice: " + listed_numbers(round.doubled), 2, "", style.width);
  for (const auto& remark : round.remarks)
    text += indented("remark: " + remark, 2, "", style.width);
  return text + "\n";
}

std::string statistics_text(const model::DrillReport& report, int width) {
  Table table{.columns = {{"of all rounds"}, {"least"}, {"median"}, {"most"}, {"rounds", 1}}};
  for (const auto& each : report.statistics)
    table.rows.push_back({each.what, seconds(each.least), seconds(each.median), seconds(each.most),
                          std::to_string(each.rounds)});
  return table_text(table, width);
}

std::string plain(const std::string& before, const std::string& after) {
  return before == after ? before : before + " and " + after;
}

std::string change_of(std::int64_t before, std::int64_t after) {
  return signed_seconds(after - before);
}

// Those of the earlier drill by which the later ones are found.
const model::DrillStatistic* statistic_of(const model::DrillFigures& figures,
                                          const std::string& id) {
  for (const auto& each : figures.statistics)
    if (each.id == id) return &each;
  return nullptr;
}

void add_count(Table& table, const std::string& what, std::int64_t before, std::int64_t after) {
  table.rows.push_back(
      {what, std::to_string(before), std::to_string(after), fmt::format("{:+}", after - before)});
}

void add_median(Table& table, const model::DrillStatistic& later,
                const model::DrillStatistic* earlier) {
  table.rows.push_back({later.what + ", median", earlier ? seconds(earlier->median) : "",
                        seconds(later.median),
                        earlier ? change_of(earlier->median, later.median) : ""});
}

}  // namespace

std::string drill_text(const model::DrillReport& report, const TextStyle& style) {
  std::string text =
      fmt::format("drill {} of cluster {}, {} of {} rounds\n\n", to_string(report.scenario),
                  report.cluster, report.rounds.size(), report.wanted);
  for (const auto& round : report.rounds) text += round_text(round, style);
  if (report.rounds.size() > 1) text += statistics_text(report, style.width) + "\n";
  return text + indented(conclusion_of(report), 0, "", style.width);
}

std::string drill_comparison(const model::DrillFigures& before, const model::DrillFigures& after,
                             const TextStyle& style) {
  Table table{.columns = {{plain(before.scenario, after.scenario)},
                          {before.at.empty() ? "before" : before.at},
                          {after.at.empty() ? "now" : after.at},
                          {"change"}}};
  add_count(table, "rounds", before.rounds, after.rounds);
  for (const auto& each : after.statistics) add_median(table, each, statistic_of(before, each.id));
  add_count(table, "lost writes", before.lost, after.lost);
  add_count(table, "doubled writes", before.doubled, after.doubled);
  add_count(table, "commits beside another writer", before.two_writers, after.two_writers);
  return fmt::format("drills of cluster {}\n", plain(before.cluster, after.cluster)) +
         table_text(table, style.width);
}

}  // namespace pgmahout::report
