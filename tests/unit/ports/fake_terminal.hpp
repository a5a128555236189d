#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "ports/terminal.hpp"

namespace pgmahout::ports::test {

/// Answers from a list, in order; when it is at its end the person has gone.
class FakeTerminal : public Terminal {
 public:
  explicit FakeTerminal(std::deque<std::string> answers) : answers_(std::move(answers)) {}
  /// Nobody is there.
  FakeTerminal() : person_(false) {}

  [[nodiscard]] bool is_terminal() override { return person_; }
  [[nodiscard]] model::Result<std::string> ask(const std::string& question) override {
    asked.push_back(question);
    if (answers_.empty())
      return std::unexpected(
          model::Error{.kind = model::ErrorKind::interrupted, .what = "there is no more input"});
    std::string answer = std::move(answers_.front());
    answers_.pop_front();
    return answer;
  }

  [[nodiscard]] model::Result<model::Secret> ask_secret(const std::string& question) override {
    const auto answer = ask(question);
    if (!answer) return std::unexpected(answer.error());
    return model::Secret(*answer);
  }

  std::vector<std::string> asked;

 private:
  bool person_ = true;
  std::deque<std::string> answers_;
};

}  // namespace pgmahout::ports::test
