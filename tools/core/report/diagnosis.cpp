#include "report/diagnosis.hpp"

#include <nlohmann/json.hpp>

#include "report/or_null.hpp"

namespace pgmahout::report {

namespace {

using model::Diagnosis;
using model::Severity;
using nlohmann::ordered_json;

constexpr std::size_t kIndent = 10;  // the longest severity and two blanks

std::string_view colour_for(Severity severity) {
  if (severity == Severity::note) return "\033[2m";
  return severity == Severity::critical ? "\033[1;31m" : "\033[33m";
}

std::string severity_cell(Severity severity, bool colour) {
  std::string cell(to_string(severity));
  const std::string blanks(kIndent - cell.size(), ' ');
  return (colour ? std::string(colour_for(severity)) + cell + "\033[0m" : cell) + blanks;
}

std::string diagnosis_paragraph(const Diagnosis& diagnosis, const TextStyle& style) {
  std::string text = indented(diagnosis.what + " (" + diagnosis.id + ")", kIndent, "", style.width);
  text.replace(0, kIndent, severity_cell(diagnosis.severity, style.colour));
  for (const auto& line : diagnosis.evidence) text += indented(line, kIndent, "- ", style.width);
  text += indented(diagnosis.why, kIndent, "", style.width);
  for (const auto& each : diagnosis.follows)
    text += indented("so: " + each.what + " (" + each.id + ")", kIndent, "", style.width);
  return text + indented(diagnosis.next, kIndent, "> ", style.width);
}

std::string last_line(const model::Diagnoses& diagnoses) {
  const std::string of = diagnoses.about.empty() ? "cluster " + diagnoses.cluster
                                                 : diagnoses.about + " of " + diagnoses.cluster;
  if (diagnoses.nobody_answers) return of + ": nobody answers, so nothing is known\n";
  if (diagnoses.found.empty()) return of + ": nothing is wrong\n";
  return of + ": " + std::to_string(diagnoses.found.size()) +
         (diagnoses.found.size() == 1 ? " diagnosis\n" : " diagnoses\n");
}

ordered_json json_of(const Diagnosis& diagnosis) {
  ordered_json follows = ordered_json::array();
  for (const auto& each : diagnosis.follows)
    follows.push_back({{"id", each.id}, {"node", or_null(each.node)}, {"what", each.what}});
  return {{"id", diagnosis.id},
          {"severity", to_string(diagnosis.severity)},
          {"node", or_null(diagnosis.node)},
          {"what", diagnosis.what},
          {"evidence", diagnosis.evidence},
          {"why", diagnosis.why},
          {"next", diagnosis.next},
          {"follows", follows}};
}

}  // namespace

std::string diagnosis_text(const model::Diagnoses& diagnoses, const TextStyle& style) {
  std::string text;
  for (const auto& each : diagnoses.found) text += diagnosis_paragraph(each, style) + "\n";
  for (const auto& each : diagnoses.unseen) text += indented(each, 0, "not seen: ", style.width);
  return text + last_line(diagnoses);
}

std::string diagnosis_json(const model::Diagnoses& diagnoses) {
  ordered_json found = ordered_json::array();
  for (const auto& each : diagnoses.found) found.push_back(json_of(each));
  const ordered_json document{{"version", 1},
                              {"cluster", diagnoses.cluster},
                              {"exit_code", to_int(exit_code(diagnoses))},
                              {"about", or_null(diagnoses.about)},
                              {"silent", diagnoses.silent},
                              {"unseen", diagnoses.unseen},
                              {"diagnoses", found}};
  // Evidence quotes what servers said, in whatever encoding.
  return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace pgmahout::report
