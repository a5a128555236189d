#include "diagnose_list.hpp"

#include "decide/diagnose/rule.hpp"

namespace pgmahout::cli {

namespace {

// "{node}" is a place for a name, and a bar would end the cell.
std::string cell_of(std::string_view text) {
  std::string cell;
  for (const char letter : text) {
    if (letter == '{' || letter == '}')
      cell += '*';
    else if (letter == '|')
      cell += "\\|";
    else
      cell += letter;
  }
  return cell;
}

}  // namespace

std::string diagnoses_markdown() {
  std::string text =
      "| id | severity | what | shown by | why it matters | what next "
      "|\n|---|---|---|---|---|---|\n";
  for (const auto& rule : decide::diagnosis_rules()) {
    text += "| `" + std::string(rule.id) + "` | " + std::string(to_string(rule.severity));
    for (const auto part : {rule.what, rule.shown_by, rule.why, rule.next})
      text += " | " + cell_of(part);
    text += " |\n";
  }
  return text;
}

}  // namespace pgmahout::cli
