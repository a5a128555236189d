#pragma once

#include <string>

#include "model/cluster_status.hpp"
#include "report/text_style.hpp"

namespace pgmahout::report {

/// For people: who is what, a table of the nodes, and what is not as it should be, explained.
[[nodiscard]] std::string status_text(const model::ClusterStatus& status, const TextStyle& style);

/// For programs; docs/schemas/status.json is its schema. Ends with a newline.
[[nodiscard]] std::string status_json(const model::ClusterStatus& status, int exit_code);

/// For Nagios and its kin: one line with the worst and performance data, the others below.
[[nodiscard]] std::string status_nagios(const model::ClusterStatus& status);

/// What a Nagios plugin ends with: 0 ok, 1 warning, 2 critical, 3 unknown.
[[nodiscard]] int nagios_exit_code(const model::ClusterStatus& status);

/// In Prometheus' text format, for a textfile collector.
[[nodiscard]] std::string status_prometheus(const model::ClusterStatus& status);

}  // namespace pgmahout::report
