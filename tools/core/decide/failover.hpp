#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/loss.hpp"
#include "model/node_state.hpp"
#include "model/replication.hpp"

namespace pgmahout::decide {

/// What Pgpool-II believes when it runs one of its commands; beliefs, no facts.
struct PgpoolCall {
  int node_id = -1;         ///< %d: the node that is lost, or is to follow
  std::string host;         ///< %h
  int new_main_id = -1;     ///< %m: failover: its proposal; follow_primary: the new primary
  int old_primary_id = -1;  ///< %P
};

/// Why nobody may be promoted from here, or empty. Where confirmations prove nothing, whoever is in
/// the smaller part of a cut network could promote beside the primary of the larger one.
[[nodiscard]] std::string too_few_hosts(const model::Replication& replication,
                                        std::size_t silent_hosts, std::size_t nodes);

/// Why nobody may be promoted, or empty. A lost node that somebody had fenced before may have been
/// replaced by one that is silent here. Where it is proven that nothing is lost this does no harm:
/// that one acknowledges nothing without those that answer here.
[[nodiscard]] std::string may_be_replaced_already(const model::LossVerdict& verdict,
                                                  bool was_fenced_before,
                                                  std::size_t silent_others);

/// Whether those that answer are too few to promote one of them: there is none, or where durability
/// is required too few to prove that none of the silent ones has more (election.hpp).
[[nodiscard]] bool too_few_standbys(const model::Observation& seen, int lost_id,
                                    const model::Replication& replication);

/// What failover has to do first.
enum class FailoverAction : std::uint8_t {
  nothing,  ///< there is a primary, or the lost node was none
  wait,     ///< a primary may be alive that only we do not hear, or is about to be one: not now
  replace,  ///< make sure that the lost node is no primary any more, then elect another
};

struct FailoverDecision {
  FailoverAction action = FailoverAction::nothing;
  std::string reason;
  int present_primary = -1;          ///< with nothing: the node that is primary, or -1
  bool old_primary_answers = false;  ///< it still accepts writes: a planned change, in good order

  bool operator==(const FailoverDecision&) const = default;
};

/// Whether the lost node is to be replaced as primary, by what the nodes themselves say. A standby
/// that heard a node less than `fresh_ms` ago is a witness that it lives: that node, the lost one
/// or another that does not answer us, may be the primary.
[[nodiscard]] FailoverDecision decide_failover(const PgpoolCall& call,
                                               const model::Observation& observation,
                                               const model::Replication& replication,
                                               std::int64_t fresh_ms);

/// A node that does not answer us and that a standby heard less than `fresh_ms` ago.
struct HeardElsewhere {
  const model::NodeState* silent = nullptr;
  const model::NodeState* witness = nullptr;
};

/// The first such node; nothing when there is none.
[[nodiscard]] std::optional<HeardElsewhere> heard_elsewhere(const model::Observation& observation,
                                                            std::int64_t fresh_ms);

/// The silent node that the standby on the newest timeline follows, of those that follow one: it
/// was promoted last, whatever Pgpool-II believes. Null when they follow nobody, or one that
/// answers.
[[nodiscard]] const model::NodeState* silent_and_followed(const model::Observation& observation);

/// A standby that was told to leave recovery and has not done it yet, or null. Nothing takes that
/// back: whoever promotes another meanwhile makes two primaries.
[[nodiscard]] const model::NodeState* told_to_promote(const model::Observation& observation,
                                                      int lost_id);

/// Another than the lost node that accepts writes on a timeline that no standby has left behind, or
/// null. Where it is not the present primary it was promoted by hand, and whoever is promoted
/// beside it is on a timeline of the same number.
[[nodiscard]] const model::NodeState* writer_beside(const model::Observation& observation,
                                                    int lost_id);

}  // namespace pgmahout::decide
