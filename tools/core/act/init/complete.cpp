#include "act/init/complete.hpp"

#include <fmt/format.h>

namespace pgmahout::act {

namespace {

using inventory::Question;
using inventory::Said;

model::Errors objections(const Said& said) {
  model::Errors errors;
  for (const Question& question : inventory::questions()) {
    if ((said.*question.answer).empty()) continue;
    if (const std::string why = question.objection(said); !why.empty())
      errors.push_back(
          {.kind = model::ErrorKind::invalid,
           .what = fmt::format("{}: {}", question.option, why),
           .hint = fmt::format("for instance: {} {}", question.option, question.example)});
  }
  return errors;
}

std::string suggestion_of(const Question& question, const Said& said) {
  return question.suggestion == nullptr ? "" : question.suggestion(said);
}

std::string prompt(const Question& question, const std::string& suggestion) {
  if (!suggestion.empty()) return fmt::format("{} [{}]: ", question.text, suggestion);
  return fmt::format("{}\n  for instance {}: ", question.text, question.example);
}

model::Result<void> ask_until_possible(const Question& question, ports::Terminal& terminal,
                                       Said& said) {
  const std::string suggestion = suggestion_of(question, said);
  std::string& answer = said.*question.answer;
  for (std::string why;;) {
    const auto typed = terminal.ask(why + prompt(question, suggestion));
    if (!typed) return std::unexpected(typed.error());
    answer = typed->empty() ? suggestion : *typed;
    if (answer.empty()) continue;
    const std::string objection = question.objection(said);
    if (objection.empty()) return {};
    why = fmt::format("  {}\n", objection);
  }
}

model::Error missing(const Question& question) {
  return {.kind = model::ErrorKind::usage,
          .what = fmt::format("{} is missing, and there is no terminal to ask at", question.option),
          .hint = fmt::format("for instance: {} {}", question.option, question.example)};
}

}  // namespace

std::expected<Said, model::Errors> complete(Said said, ports::Terminal& terminal) {
  model::Errors errors = objections(said);
  if (!errors.empty()) return std::unexpected(std::move(errors));
  const bool can_ask = terminal.is_terminal();
  for (const Question& question : inventory::questions()) {
    std::string& answer = said.*question.answer;
    if (!answer.empty()) continue;
    if (can_ask && !question.text.empty()) {
      if (const auto done = ask_until_possible(question, terminal, said); !done)
        return std::unexpected(model::Errors{done.error()});
      continue;
    }
    answer = suggestion_of(question, said);
    if (question.suggestion == nullptr) errors.push_back(missing(question));
  }
  if (!errors.empty()) return std::unexpected(std::move(errors));
  return said;
}

}  // namespace pgmahout::act
