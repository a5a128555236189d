#include "decide/outcome.hpp"

#include <algorithm>

namespace pgmahout::decide {

void Outcome::merge(const Outcome& other) {
  verdict = std::max(verdict, other.verdict);
  evidence.insert(evidence.end(), other.evidence.begin(), other.evidence.end());
}

void Outcome::add(model::Verdict at_least, std::string text) {
  verdict = std::max(verdict, at_least);
  evidence.push_back(std::move(text));
}

}  // namespace pgmahout::decide
