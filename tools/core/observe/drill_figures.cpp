#include "observe/drill_figures.hpp"

#include <fstream>
#include <iterator>
#include <set>

#include "model/json.hpp"

namespace pgmahout::observe {

namespace {

model::Error no_report(const std::string& file, const std::string& why) {
  return {.kind = model::ErrorKind::invalid,
          .what = "it is no report of a drill: " + why,
          .hint = "pgmahout drill --json prints one",
          .where = model::SourcePosition{.file = file}};
}

model::DrillStatistic statistic_from(const nlohmann::json& json) {
  return {.id = json.at("id").get<std::string>(),
          .what = json.at("what").get<std::string>(),
          .rounds = model::number<int>(json, "rounds"),
          .least = model::number<std::int64_t>(json, "min_ms"),
          .median = model::number<std::int64_t>(json, "median_ms"),
          .most = model::number<std::int64_t>(json, "max_ms")};
}

// A number that several nodes lack is lost once.
std::int64_t lost_in_round(const nlohmann::json& round) {
  std::set<std::int64_t> numbers;
  for (const auto& node : round.at("lost"))
    for (const auto& number : node.at("numbers")) numbers.insert(number.get<std::int64_t>());
  return static_cast<std::int64_t>(numbers.size());
}

model::DrillFigures figures_from(const nlohmann::json& json) {
  model::DrillFigures figures{.cluster = json.at("cluster").get<std::string>(),
                              .scenario = json.at("scenario").get<std::string>(),
                              .at = model::field<std::string>(json, "at", ""),
                              .rounds = static_cast<int>(json.at("rounds").size())};
  for (const auto& round : json.at("rounds")) {
    figures.lost += lost_in_round(round);
    figures.doubled += static_cast<std::int64_t>(round.at("doubled").size());
    figures.two_writers += model::number<std::int64_t>(round, "two_writers");
  }
  for (const auto& each : json.at("statistics")) figures.statistics.push_back(statistic_from(each));
  return figures;
}

}  // namespace

model::Result<model::DrillFigures> figures_in(const std::string& text, const std::string& file) {
  const auto json = model::parse_json(text);
  if (!json.is_object()) return std::unexpected(no_report(file, "it is no JSON object"));
  try {
    return figures_from(json);
  } catch (const nlohmann::json::exception& error) {
    return std::unexpected(no_report(file, error.what()));
  } catch (const std::out_of_range& error) {
    return std::unexpected(no_report(file, error.what()));
  }
}

model::Result<model::DrillFigures> read_figures(const std::string& file) {
  std::ifstream stream(file);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream) return std::unexpected(no_report(file, "it cannot be read"));
  return figures_in(text, file);
}

}  // namespace pgmahout::observe
