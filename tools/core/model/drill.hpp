#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/error.hpp"
#include "model/exit_code.hpp"

// Times are milliseconds since the round began, by the clock of the machine that runs the drill;
// those of steps count from the break.
namespace pgmahout::model {

/// How a cluster is broken on purpose.
enum class DrillScenario : std::uint8_t { crash, power, partition, leader, switchover };

/// What became of one number that was to be written.
enum class WriteOutcome : std::uint8_t {
  acknowledged,  ///< a promise of the cluster
  refused,       ///< somebody said no, or there was no connection: it was not written
  unknown,       ///< sent, and no answer that can be relied on
};

/// One number of the ledger, or a connection that was not had: then it has no number, 0.
struct LedgerEntry {
  std::int64_t number = 0;
  std::int64_t sent_ms = 0;
  std::int64_t ended_ms = 0;
  WriteOutcome outcome = WriteOutcome::unknown;

  bool operator==(const LedgerEntry&) const = default;
};

/// What a node's server is, as its agent sees it.
enum class SeenRole : std::uint8_t {
  down,     ///< it does not answer
  standby,  ///< in recovery
  primary,  ///< not in recovery
  unknown,  ///< the agent itself is not heard
};

/// One look at one node, timed by its arrival.
struct NodeSample {
  int node = 0;  ///< its id
  std::int64_t at_ms = 0;
  SeenRole role = SeenRole::down;
  bool streams = false;    ///< a standby that receives WAL
  bool holds_vip = false;  ///< the node has the virtual IP

  bool operator==(const NodeSample&) const = default;
};

/// One transaction that a node's own server committed, which is what writable means here.
struct NodeCommit {
  int node = 0;
  std::int64_t begun_ms = 0;  ///< its arrival, less what the node says that it took
  std::int64_t ended_ms = 0;
  std::uint32_t timeline = 0;

  bool operator==(const NodeCommit&) const = default;
};

/// Everything that was seen and done in one round.
struct DrillRecord {
  std::vector<std::string> nodes;  ///< by id
  int broken = 0;                  ///< the node that was hurt
  int primary = 0;                 ///< who was primary before
  int vip_holder = -1;             ///< who had the virtual IP before; -1: nobody
  std::int64_t broke_ms = 0;
  std::optional<std::int64_t> mended_ms;   ///< when what was set up had ended; nothing: no need
  std::optional<std::int64_t> healthy_ms;  ///< all was well again; nothing: it was not
  std::int64_t ended_ms = 0;
  std::vector<LedgerEntry> ledger;
  std::vector<NodeSample> samples;
  std::vector<NodeCommit> commits;
};

/// The rows that one node has of the ledger; ranges are closed and in order.
struct LedgerRows {
  struct Range {
    std::int64_t from = 0;
    std::int64_t to = 0;

    bool operator==(const Range&) const = default;
  };
  std::vector<Range> numbers;
  std::vector<std::int64_t> doubled;  ///< there more than once

  bool operator==(const LedgerRows&) const = default;
};

/// The time without an acknowledgement in which the break fell.
struct DrillGap {
  std::int64_t from_ms = 0;
  std::int64_t to_ms = 0;
  bool open = false;  ///< no acknowledgement ended it

  [[nodiscard]] std::int64_t length_ms() const { return to_ms - from_ms; }
  bool operator==(const DrillGap&) const = default;
};

/// Something that a round waits to see; its time counts from the break.
struct DrillStep {
  std::string id;    ///< stable, "first_acknowledged"
  std::string what;  ///< for people
  std::optional<std::int64_t> at_ms;

  bool operator==(const DrillStep&) const = default;
};

/// A time for which something stayed as it was.
struct DrillSpan {
  std::int64_t from_ms = 0;
  std::int64_t to_ms = 0;
  SeenRole role = SeenRole::unknown;

  bool operator==(const DrillSpan&) const = default;
};

/// What a node was, all through the round.
struct DrillLane {
  std::string node;
  std::vector<DrillSpan> roles;
  std::vector<DrillSpan> vip;  ///< when it had the virtual IP

  bool operator==(const DrillLane&) const = default;
};

/// Numbers that were promised and are not on a node that was asked.
struct LostOnNode {
  std::string node;
  std::vector<std::int64_t> numbers;

  bool operator==(const LostOnNode&) const = default;
};

/// One round, judged.
struct DrillRound {
  int number = 1;
  std::string broken;    ///< the node that was hurt
  std::string broke_at;  ///< what the controller's clock said at the break
  std::string primary_before;
  std::string primary_after;  ///< empty: nobody, or nobody knows
  std::int64_t broke_ms = 0;
  std::optional<std::int64_t> mended_ms;
  std::int64_t ended_ms = 0;
  DrillGap gap;
  std::int64_t acknowledged = 0;
  std::int64_t refused = 0;
  std::int64_t unknown = 0;
  std::vector<LostOnNode> lost;       ///< nodes that lack nothing are left out
  std::vector<std::int64_t> doubled;  ///< there more than once, on any node
  std::int64_t two_writers = 0;       ///< commits beside those of another writer
  std::vector<DrillStep> steps;
  bool healthy = false;              ///< all is as it was before
  std::vector<std::string> remarks;  ///< what a person should know of it
  std::vector<DrillLane> lanes;
  std::vector<std::int64_t> writes;  ///< acknowledged in each tenth of a second

  /// Nothing was lost or doubled, nobody wrote beside another, and it healed.
  [[nodiscard]] bool is_well() const {
    return healthy && !gap.open && lost.empty() && doubled.empty() && two_writers == 0;
  }
};

/// Least, middle and most of what several rounds measured, in milliseconds.
struct DrillStatistic {
  std::string id;
  std::string what;
  int rounds = 0;  ///< in which it was seen
  std::int64_t least = 0;
  std::int64_t median = 0;
  std::int64_t most = 0;

  bool operator==(const DrillStatistic&) const = default;
};

/// A whole drill.
struct DrillReport {
  std::string cluster;
  DrillScenario scenario = DrillScenario::crash;
  std::string at;  ///< when it began, for people: "2026-03-01T12:00:00Z"
  int wanted = 1;  ///< rounds that were asked for
  std::vector<DrillRound> rounds;
  std::vector<DrillStatistic> statistics;
  std::optional<Error> error;  ///< why it ended early
};

/// What of an earlier report is compared.
struct DrillFigures {
  std::string cluster;
  std::string scenario;
  std::string at;
  int rounds = 0;
  std::int64_t lost = 0;
  std::int64_t doubled = 0;
  std::int64_t two_writers = 0;
  std::vector<DrillStatistic> statistics;
};

/// "crash", "power", "partition", "leader", "switchover".
[[nodiscard]] std::string_view to_string(DrillScenario scenario);

/// "down", "standby", "primary", "unknown".
[[nodiscard]] std::string_view to_string(SeenRole role);

/// 0: every round is well; 8: interrupted; 4: refused before anything was broken; else 1.
[[nodiscard]] ExitCode exit_code(const DrillReport& report);

/// How many numbers are missing on any node; one that several nodes lack counts
/// once.
[[nodiscard]] std::int64_t lost_numbers(const DrillRound& round);

}  // namespace pgmahout::model
