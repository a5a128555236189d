#include <algorithm>
#include <array>

#include "decide/diagnose/rule.hpp"

namespace pgmahout::decide {

namespace {

constexpr std::array<std::string_view, 2> kKernelChecks{"node.tcp_retries", "node.ping_group"};
// What the status, or another rule, tells by itself. The probes fail with whatever fails.
constexpr std::array<std::string_view, 22> kToldOtherwise{"node.answers",
                                                          "node.services",
                                                          "node.fence",
                                                          "node.state",
                                                          "postgresql.answers",
                                                          "postgresql.one_primary",
                                                          "postgresql.streaming",
                                                          "postgresql.lag",
                                                          "postgresql.slots",
                                                          "postgresql.synchronous",
                                                          "postgresql.timeline",
                                                          "postgresql.archive",
                                                          "postgresql.write",
                                                          "pgpool.answers",
                                                          "pgpool.backends",
                                                          "watchdog.answers",
                                                          "watchdog.leader",
                                                          "watchdog.members",
                                                          "watchdog.quorum",
                                                          "vip.holder",
                                                          "postgresql.config_errors",
                                                          "postgresql.system_identifier"};

bool is_among(std::span<const std::string_view> ids, const std::string& id) {
  return std::ranges::find(ids, id) != ids.end();
}

std::vector<std::string> evidence_of(const model::CheckResult& check) {
  std::vector<std::string> evidence;
  for (const auto& line : check.evidence) evidence.push_back(check.id + ": " + line);
  if (evidence.empty()) evidence.push_back(check.id + ": " + check.title);
  return evidence;
}

// All failed checks of a kind, as the one thing that they are.
template <typename Wanted>
Sightings failed_checks(const Case& seen, const Wanted& wanted) {
  Sighting all;
  if (seen.given.verification == nullptr) return {};
  for (const auto& check : seen.given.verification->checks) {
    if (check.verdict != model::Verdict::fail || !wanted(check.id)) continue;
    std::ranges::move(evidence_of(check), std::back_inserter(all.evidence));
  }
  return all.evidence.empty() ? Sightings{} : Sightings{all};
}

}  // namespace

Sightings by_kernel_checks(const Case& seen, const DiagnosisRule& /*rule*/) {
  return failed_checks(seen, [](const std::string& id) { return is_among(kKernelChecks, id); });
}

Sightings by_other_checks(const Case& seen, const DiagnosisRule& /*rule*/) {
  return failed_checks(seen, [](const std::string& id) {
    return !is_among(kKernelChecks, id) && !is_among(kToldOtherwise, id);
  });
}

}  // namespace pgmahout::decide
