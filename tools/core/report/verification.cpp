#include "report/verification.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

namespace pgmahout::report {

namespace {

using model::Verdict;

constexpr std::array kVerdicts{Verdict::ok, Verdict::skipped, Verdict::warn, Verdict::no_answer,
                               Verdict::fail};
constexpr int kVerdictWidth = 11;  // the longest verdict and two blanks

std::string_view colour_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::ok:
      return "\033[32m";
    case Verdict::skipped:
      return "\033[2m";
    case Verdict::warn:
    case Verdict::no_answer:
      return "\033[33m";
    case Verdict::fail:
      break;
  }
  return "\033[1;31m";
}

std::string padded(std::string_view text, std::size_t width) {
  std::string result(text);
  result.resize(std::max(width, result.size()), ' ');
  return result;
}

std::string verdict_cell(Verdict verdict, bool colour) {
  const std::string cell = padded(to_string(verdict), kVerdictWidth);
  return colour ? std::string(colour_of(verdict)) + cell + "\033[0m" : cell;
}

std::string check_text(const model::CheckResult& check, std::size_t id_width,
                       const TextStyle& style) {
  std::string text = verdict_cell(check.verdict, style.colour);
  const int rest = style.width - kVerdictWidth - static_cast<int>(id_width) - 2;
  if (rest < static_cast<int>(check.title.size()))  // too narrow for two columns
    text += check.id + "\n" + indented(check.title, kVerdictWidth, "", style.width);
  else
    text += padded(check.id, id_width + 2) + check.title + "\n";
  if (check.verdict == Verdict::ok) return text;
  for (const std::string& line : check.evidence)
    text += indented(line, kVerdictWidth, "- ", style.width);
  if (!check.remedy.empty()) text += indented(check.remedy, kVerdictWidth, "> ", style.width);
  return text;
}

std::string summary_text(const model::Verification& verification, int width) {
  std::string text = "cluster " + verification.cluster + ": " +
                     std::to_string(verification.checks.size()) + " checks";
  std::string_view separator = ", ";
  for (const Verdict verdict : kVerdicts) {
    const int number = count(verification, verdict);
    if (number == 0) continue;
    text += std::string(separator) + std::to_string(number) + " " + std::string(to_string(verdict));
  }
  std::string wrapped;
  for (const std::string& line : wrap(text, width)) wrapped += line + "\n";
  return wrapped;
}

}  // namespace

std::string verification_text(const model::Verification& verification, const TextStyle& style) {
  std::size_t id_width = 0;
  for (const auto& check : verification.checks) id_width = std::max(id_width, check.id.size());
  std::string text;
  for (const auto& check : verification.checks) text += check_text(check, id_width, style);
  return text + summary_text(verification, style.width);
}

std::string verification_json(const model::Verification& verification) {
  nlohmann::ordered_json summary;
  for (const Verdict verdict : kVerdicts)
    summary[std::string(to_string(verdict))] = count(verification, verdict);
  nlohmann::ordered_json checks = nlohmann::ordered_json::array();
  for (const auto& check : verification.checks)
    checks.push_back({{"id", check.id},
                      {"title", check.title},
                      {"verdict", to_string(check.verdict)},
                      {"evidence", check.evidence},
                      {"remedy", check.remedy}});
  const nlohmann::ordered_json document{{"version", 1},
                                        {"cluster", verification.cluster},
                                        {"exit_code", to_int(exit_code(verification))},
                                        {"summary", summary},
                                        {"checks", checks}};
  // Evidence quotes what servers said, in whatever encoding: a wrong byte must not stop a report.
  const auto replace = nlohmann::ordered_json::error_handler_t::replace;
  return document.dump(2, ' ', false, replace) + "\n";
}

}  // namespace pgmahout::report
