#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decide/diagnose/diagnose.hpp"
#include "decide/status/evidence.hpp"

namespace pgmahout::decide {

/// The symptoms, and what the status makes of them.
struct Case {
  const Symptoms& given;
  Evidence seen;
  model::ClusterStatus status;

  /// What that node knows, or null.
  [[nodiscard]] const model::NodeEvidence* known(const model::Node& node) const;
  /// The last lines of its PostgreSQL's log; empty when nobody can read them.
  [[nodiscard]] const std::vector<std::string>& log(const model::Node& node) const;
  /// The status's finding of that id about that node, or null.
  [[nodiscard]] const model::Finding* finding(std::string_view id, const std::string& node) const;
};

/// Where a rule saw it.
struct Sighting {
  std::string node;                         ///< empty: the whole cluster
  std::vector<std::string> evidence;        ///< one fact a line
  std::optional<model::Severity> severity;  ///< where it is not the rule's
};

using Sightings = std::vector<Sighting>;

/// One named diagnosis: a row of the rule book. "{node}" in a text is the node's name.
struct DiagnosisRule {
  std::string_view id;
  model::Severity severity;
  std::string_view what;      ///< a sentence: what is wrong
  std::string_view shown_by;  ///< the evidence that makes it, for the page of all diagnoses
  std::string_view why;       ///< what it does to the cluster
  std::string_view next;      ///< the next command, or who sees to it
  Sightings (*find)(const Case&, const DiagnosisRule&);
  std::string_view status;  ///< the finding of the status that it explains; empty: none
};

/// The rule book. A rule that explains another stands before it.
[[nodiscard]] std::span<const DiagnosisRule> diagnosis_rules();

// Its two parts: rules_servers.cpp (machines, servers, who is primary) before rules_services.cpp.
[[nodiscard]] std::span<const DiagnosisRule> server_rules();
[[nodiscard]] std::span<const DiagnosisRule> service_rules();

// How rules find what they name, one file a side of the cluster.

/// find_status.cpp: every finding of the status that the rule explains.
[[nodiscard]] Sightings by_status(const Case& seen, const DiagnosisRule& rule);
/// What the status says of commits that wait, parted by whether the names match anybody.
[[nodiscard]] Sightings by_commits(const Case& seen, const DiagnosisRule& rule);

/// find_primary.cpp: nobody is primary, by what became of the one that was.
[[nodiscard]] Sightings by_lost_primary(const Case& seen, const DiagnosisRule& rule);
/// Nobody took its place, and why.
[[nodiscard]] Sightings by_missing_failover(const Case& seen, const DiagnosisRule& rule);
/// It fenced itself, for it was cut off.
[[nodiscard]] Sightings by_isolation(const Case& seen, const DiagnosisRule& rule);

/// find_replication.cpp: standbys that do not stream, by why.
[[nodiscard]] Sightings by_stopped_stream(const Case& seen, const DiagnosisRule& rule);
/// Standbys whose replay queries hold up.
[[nodiscard]] Sightings by_conflict(const Case& seen, const DiagnosisRule& rule);
/// Slots that keep nearly as much WAL as they may.
[[nodiscard]] Sightings by_slot_at_risk(const Case& seen, const DiagnosisRule& rule);

/// find_server.cpp: servers that do not run, by why.
[[nodiscard]] Sightings by_failed_start(const Case& seen, const DiagnosisRule& rule);
/// What has crashed within the last hour.
[[nodiscard]] Sightings by_crash(const Case& seen, const DiagnosisRule& rule);
/// Units that the kernel ended for want of memory.
[[nodiscard]] Sightings by_oom(const Case& seen, const DiagnosisRule& rule);

/// find_machine.cpp: filesystems that are nearly full.
[[nodiscard]] Sightings by_full_disk(const Case& seen, const DiagnosisRule& rule);
/// Archiving whose last try failed.
[[nodiscard]] Sightings by_archiver(const Case& seen, const DiagnosisRule& rule);
/// Clocks that are apart.
[[nodiscard]] Sightings by_clocks(const Case& seen, const DiagnosisRule& rule);
/// Pgpool-II whose conversation did not end in time, against one that refuses.
[[nodiscard]] Sightings by_pgpool(const Case& seen, const DiagnosisRule& rule);

/// find_checks.cpp: failed checks of the verification that speak of the kernel.
[[nodiscard]] Sightings by_kernel_checks(const Case& seen, const DiagnosisRule& rule);
/// Failed checks that neither the status nor another rule tells.
[[nodiscard]] Sightings by_other_checks(const Case& seen, const DiagnosisRule& rule);

/// consequences.cpp: whether the one diagnosis explains the other.
[[nodiscard]] bool explains(const model::Diagnosis& cause, const model::Diagnosis& effect);

}  // namespace pgmahout::decide
