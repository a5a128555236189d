#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/verification.hpp"

namespace pgmahout::decide {

/// What a rule found. Evidence is one fact a line, on one node when it names one.
struct Outcome {
  model::Verdict verdict = model::Verdict::ok;
  std::vector<std::string> evidence;

  /// The worse of both verdicts, and the evidence of both.
  void merge(const Outcome& other);
  /// Evidence for a verdict at least as bad as this one.
  void add(model::Verdict at_least, std::string text);
  /// Evidence of a failure.
  void fail(std::string text) { add(model::Verdict::fail, std::move(text)); }
  /// Evidence that all is well, which people want to see too.
  void note(std::string text) { add(model::Verdict::ok, std::move(text)); }
};

/// Lets a rule judge, and puts what it found beside what it says of itself.
template <typename AnyRule, typename AnySituation>
[[nodiscard]] model::CheckResult judged(const AnyRule& rule, const AnySituation& situation) {
  Outcome outcome = rule.judge(situation);
  const bool good = outcome.verdict == model::Verdict::ok;
  return {.id = std::string(rule.id),
          .title = std::string(rule.title),
          .verdict = outcome.verdict,
          .evidence = std::move(outcome.evidence),
          .remedy = good ? std::string() : std::string(rule.remedy)};
}

}  // namespace pgmahout::decide
