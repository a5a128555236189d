#include <fmt/format.h>

#include "report/drill.hpp"
#include "report/drill_plot.hpp"
#include "report/drill_style.hpp"
#include "report/drill_words.hpp"

namespace pgmahout::report {

namespace {

using model::DrillReport;
using model::DrillRound;

constexpr const char* kLegend =
    "<ul class=\"legend\" aria-hidden=\"true\"><li><i class=\"primary\"></i>primary</li>"
    "<li><i class=\"standby\"></i>standby</li><li><i class=\"down\"></i>down</li>"
    "<li><i class=\"unknown\"></i>not seen</li></ul>\n";

std::string tile(const std::string& figure, const std::string& words, bool well = true) {
  return fmt::format("<li><strong{}>{}</strong><span class=\"faint\">{}</span></li>\n",
                     well ? "" : " class=\"bad\"", escaped(figure), escaped(words));
}

std::string gap_tile(const DrillReport& report) {
  for (const auto& each : report.statistics)
    if (each.id == "gap")
      return tile(seconds(each.median),
                  each.rounds == 1 ? "gap in the writes" : "gap in the writes, median");
  return tile("-", "gap in the writes: it did not end", false);
}

std::string tiles(const DrillReport& report) {
  std::int64_t lost = 0;
  std::int64_t doubled = 0;
  std::int64_t beside = 0;
  std::int64_t well = 0;
  for (const auto& round : report.rounds) {
    lost += model::lost_numbers(round);
    doubled += static_cast<std::int64_t>(round.doubled.size());
    beside += round.two_writers;
    well += round.is_well() ? 1 : 0;
  }
  const bool all = !report.error && well == static_cast<std::int64_t>(report.rounds.size());
  return "<ul class=\"tiles\">\n" +
         tile(fmt::format("{} of {}", well, report.wanted), "rounds are well", all) +
         gap_tile(report) + tile(std::to_string(lost), "acknowledged writes lost", lost == 0) +
         tile(std::to_string(doubled), "writes there twice", doubled == 0) +
         tile(std::to_string(beside), "commits beside another writer", beside == 0) + "</ul>\n";
}

std::string steps_rows(const DrillRound& round) {
  std::string rows;
  for (const auto& step : in_order(round.steps))
    rows += fmt::format("<tr><td class=\"number\">{}</td><td>{}</td></tr>\n",
                        step.at_ms ? signed_seconds(*step.at_ms) : "not seen", escaped(step.what));
  return rows;
}

std::string paragraphs(const DrillRound& round) {
  std::string text;
  for (const auto& lost : round.lost)
    text += fmt::format("<p class=\"bad\">{} lacks {}</p>\n", escaped(lost.node),
                        listed_numbers(lost.numbers));
  if (!round.doubled.empty())
    text += fmt::format("<p class=\"bad\">there twice: {}</p>\n", listed_numbers(round.doubled));
  for (const auto& remark : round.remarks)
    text += fmt::format("<p class=\"faint\">{}</p>\n", escaped(remark));
  return text;
}

std::string section_of(const DrillRound& round) {
  return fmt::format(
             "<section>\n<h2>Round {} <span class=\"{}\">{}</span></h2>\n"
             "<p class=\"faint\">{}: {} was hurt; primary {}, then {}; {}.</p>\n",
             round.number, round.is_well() ? "good" : "bad", round.is_well() ? "well" : "not well",
             escaped(round.broke_at), escaped(round.broken), escaped(round.primary_before),
             round.primary_after.empty() ? "nobody" : escaped(round.primary_after),
             escaped(sentence_of(round))) +
         drill_plot(round) + kLegend + paragraphs(round) +
         "<table><thead><tr><th class=\"number\">since the break</th><th>what</th></tr></thead>"
         "<tbody>\n" +
         steps_rows(round) + "</tbody></table>\n</section>\n";
}

std::string statistics_section(const DrillReport& report) {
  if (report.rounds.size() < 2) return "";
  std::string rows;
  for (const auto& each : report.statistics)
    rows += fmt::format(
        "<tr><td>{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td>"
        "<td class=\"number\">{}</td><td class=\"number\">{}</td></tr>\n",
        escaped(each.what), seconds(each.least), seconds(each.median), seconds(each.most),
        each.rounds);
  return "<section>\n<h2>All rounds</h2>\n<table><thead><tr><th>what</th><th class=\"number\">"
         "least</th><th class=\"number\">median</th><th class=\"number\">most</th>"
         "<th class=\"number\">rounds</th></tr></thead><tbody>\n" +
         rows + "</tbody></table>\n</section>\n";
}

}  // namespace

std::string drill_html(const DrillReport& report) {
  const std::string title =
      fmt::format("Drill {} of cluster {}", to_string(report.scenario), escaped(report.cluster));
  std::string page = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<h1>{}</h1>\n"
      "<p class=\"faint\">{}</p>\n<p>{}.</p>\n",
      title, kDrillStyle, title, escaped(report.at), escaped(conclusion_of(report)));
  page += tiles(report) + statistics_section(report);
  for (const auto& round : report.rounds) page += section_of(round);
  return page + "</body>\n</html>\n";
}

}  // namespace pgmahout::report
