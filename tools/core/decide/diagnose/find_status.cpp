#include <algorithm>

#include "decide/diagnose/rule.hpp"

namespace pgmahout::decide {

Sightings by_status(const Case& seen, const DiagnosisRule& rule) {
  Sightings found;
  for (const auto& finding : seen.status.findings)
    if (finding.id == rule.status)
      found.push_back(
          {.node = finding.node, .evidence = {finding.what}, .severity = finding.severity});
  return found;
}

Sightings by_commits(const Case& seen, const DiagnosisRule& rule) {
  Sightings found;
  for (const auto& finding : seen.status.findings) {
    if (finding.id != rule.status || seen.seen.primary == nullptr) continue;
    const auto* primary = seen.seen.server(*seen.seen.primary);
    if (primary == nullptr) continue;
    const std::string& names = primary->synchronous_names;
    const bool anybody = std::ranges::any_of(primary->standbys, [&](const auto& row) {
      return names.find(row.name) != std::string::npos || names.find('*') != std::string::npos;
    });
    // Standbys are there, and the names are those of others.
    const bool no_such = !anybody && !primary->standbys.empty();
    if (no_such == (rule.id == "commits.no_such_standby"))
      found.push_back({.node = finding.node,
                       .evidence = {finding.what, "synchronous_standby_names: " + names}});
  }
  return found;
}

}  // namespace pgmahout::decide
