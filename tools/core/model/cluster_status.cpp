#include "model/cluster_status.hpp"

#include <algorithm>
#include <array>

namespace pgmahout::model {

std::string_view to_string(Severity severity) {
  constexpr std::array<std::string_view, 4> kWords{"note", "warning", "unknown", "critical"};
  return kWords.at(static_cast<std::size_t>(severity));
}

std::string_view to_string(Role role) {
  constexpr std::array<std::string_view, 4> kWords{"unknown", "primary", "standby", "none"};
  return kWords.at(static_cast<std::size_t>(role));
}

Severity worst(const ClusterStatus& status) {
  Severity worst = Severity::note;
  for (const Finding& finding : status.findings) worst = std::max(worst, finding.severity);
  return worst;
}

ExitCode exit_code(const ClusterStatus& status) {
  switch (worst(status)) {
    case Severity::note:
      return ExitCode::ok;
    case Severity::unknown:
      return ExitCode::no_answer;
    default:
      return ExitCode::not_as_it_should_be;
  }
}

}  // namespace pgmahout::model
