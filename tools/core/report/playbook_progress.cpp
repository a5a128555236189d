#include "report/playbook_progress.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pgmahout::report {

namespace {

std::string duration(std::int64_t milliseconds) {
  const std::int64_t seconds = std::max<std::int64_t>(milliseconds, 0) / 1000;
  return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

std::string step_of(const model::PlaybookProgress& progress) {
  return fmt::format("step {} of {}: {}", progress.begun,
                     std::max(progress.plays.size(), progress.begun), progress.play);
}

std::string times(std::int64_t took_ms, std::optional<std::int64_t> left_ms) {
  return duration(took_ms) + (left_ms ? ", about " + duration(*left_ms) + " left" : "");
}

std::string who_runs(const model::PlaybookProgress& progress) {
  std::string names;
  for (const auto& [host, task] : progress.running) names += (names.empty() ? "" : " ") + host;
  return names.empty() ? "" : " [" + names + "]";
}

}  // namespace

std::string progress_line(const model::PlaybookProgress& progress, std::int64_t took_ms,
                          std::optional<std::int64_t> left_ms, int width) {
  const std::string task = progress.task.empty() ? "" : " - " + progress.task;
  std::string line =
      "(" + times(took_ms, left_ms) + ") " + step_of(progress) + task + who_runs(progress);
  std::ranges::replace_if(
      line, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, ' ');
  if (const auto most = static_cast<std::size_t>(std::max(width, 1)); line.size() > most)
    line.resize(most);
  return line;
}

std::string play_line(const model::PlaybookProgress& progress, std::int64_t took_ms,
                      std::optional<std::int64_t> left_ms) {
  return step_of(progress) + " (" + times(took_ms, left_ms) + ")";
}

}  // namespace pgmahout::report
