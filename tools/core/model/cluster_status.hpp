#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/exit_code.hpp"
#include "model/node_report.hpp"

namespace pgmahout::model {

/// How much something that is not as it should be matters, from least to most.
enum class Severity : std::uint8_t {
  note,      ///< worth knowing
  warning,   ///< works, and somebody should look
  unknown,   ///< somebody did not answer: neither good nor bad is known
  critical,  ///< clients cannot write, or may lose what they wrote
};

/// "note", "warning", "unknown", "critical".
[[nodiscard]] std::string_view to_string(Severity severity);

/// Something that is not as it should be, explained.
struct Finding {
  std::string id;  ///< stable, "standby.not_streaming"
  Severity severity = Severity::warning;
  std::string node;  ///< empty: the whole cluster
  std::string what;
  std::string next;  ///< what to do, or who sees to it
};

/// What a node is for the cluster, as far as is seen.
enum class Role : std::uint8_t { unknown, primary, standby, none };

/// "unknown", "primary", "standby", "none".
[[nodiscard]] std::string_view to_string(Role role);

/// One node, for people: what it is, and what it is taken for.
struct NodeStatus {
  std::string name;
  std::string address;
  Role role = Role::unknown;
  Role expected = Role::unknown;  ///< primary: the one that is to be; all others standby
  std::string
      state;  ///< silent, stopped, fenced, starting, not answering, writable, streaming, ...
  Timeline timeline;
  Lsn lsn;
  std::optional<std::int64_t> lag_bytes;
  std::optional<std::int64_t> lag_ms;
  std::string sync;      ///< of a standby: async, sync, quorum, potential
  std::string slot;      ///< of a standby, on the primary: active, inactive, lost, missing
  std::string pgpool;    ///< what the leading Pgpool-II takes it for: "up primary"; empty: unknown
  std::string watchdog;  ///< leader, member, no quorum, not answering
  bool holds_vip = false;
  bool guarded = false;  ///< both of our services run
  std::string fence;     ///< why it is fenced
};

/// How the cluster is, at about one moment.
struct ClusterStatus {
  std::string cluster;
  std::string primary;     ///< empty: nobody, or nobody knows
  std::string leader;      ///< whose Pgpool-II leads; empty: nobody, or nobody knows
  std::string vip;         ///< the address
  std::string vip_holder;  ///< empty: nobody, or nobody knows
  bool quorum = false;
  std::vector<NodeStatus> nodes;
  std::vector<Finding> findings;  ///< the worst first
  std::optional<ChangeNote> last_change;
};

/// The worst of the findings; note when there is none.
[[nodiscard]] Severity worst(const ClusterStatus& status);

/// 0: nothing worse than a note; 7: nobody answers; else 1.
[[nodiscard]] ExitCode exit_code(const ClusterStatus& status);

}  // namespace pgmahout::model
