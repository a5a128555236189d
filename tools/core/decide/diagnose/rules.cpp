#include "decide/diagnose/rule.hpp"

namespace pgmahout::decide {

namespace {

std::vector<DiagnosisRule> joined_rules() {
  const auto servers = server_rules();
  const auto services = service_rules();
  std::vector<DiagnosisRule> rules(servers.begin(), servers.end());
  rules.insert(rules.end(), services.begin(), services.end());
  return rules;
}

}  // namespace

std::span<const DiagnosisRule> diagnosis_rules() {
  static const std::vector<DiagnosisRule> kRuleBook = joined_rules();
  return kRuleBook;
}

}  // namespace pgmahout::decide
