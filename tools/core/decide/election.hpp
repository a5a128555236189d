#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/loss.hpp"
#include "model/node_state.hpp"
#include "model/replication.hpp"

namespace pgmahout::decide {

/// What an election is about. The observation was made after the standbys had stopped receiving:
/// otherwise a primary that is half dead feeds one of them while we compare.
struct ElectionQuestion {
  const model::Observation& frozen;
  int lost_id = -1;      ///< the old primary
  int proposed_id = -1;  ///< of equals this one: how an administrator names a node
  model::Replication replication;
  /// Where the old primary's WAL ends, when it was stopped in order and says so itself.
  std::optional<model::WalPosition> old_primary_end;
};

/// A standby that cannot be promoted, and why.
struct Excluded {
  int id = -1;
  std::string reason;

  bool operator==(const Excluded&) const = default;
};

/// Who may become primary.
struct Election {
  bool promote = false;  ///< false: nobody is promoted, and reason says why
  std::string reason;
  std::vector<int> candidates;  ///< ids, the best first
  std::vector<Excluded> excluded;
  model::LossVerdict verdict;

  bool operator==(const Election&) const = default;
};

/// Elects by lineage first and by WAL second. A standby whose WAL went past the fork of the newest
/// timeline is out, however much it has; of two newest timelines that know nothing of each other
/// neither is taken. A standby that still receives WAL has not answered yet: it is not compared.
[[nodiscard]] Election elect(const ElectionQuestion& question);

/// Whether anything acknowledged can be missing on the best of those that answered. With R standbys
/// that answered, N that could have confirmed a commit and W that had to, R + W > N says that every
/// set of W confirmers has one among the R, so the best of the R has the commit.
[[nodiscard]] model::LossVerdict judge_loss(const ElectionQuestion& question,
                                            const model::WalPosition& best, int answered);

}  // namespace pgmahout::decide
