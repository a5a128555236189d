#pragma once

#include <map>
#include <memory>
#include <set>

#include "act/context.hpp"
#include "model/node_state.hpp"

namespace pgmahout::act {

/// The right to promote: an advisory lock on every standby that answers, held by one open session
/// each. Two failovers that count on a common standby exclude one another, wherever they run, and
/// the right ends with the process, for the servers drop the locks of a broken connection.
class Turn {
 public:
  /// Locks in the order of the nodes' ids, so that two who want the same do not wait for each
  /// other. A node that does not let itself be locked because somebody else holds it: refused.
  [[nodiscard]] static model::Result<Turn> take(const Context& context,
                                                const model::Observation& observation, int lost_id);

  /// The session on that standby, or null.
  [[nodiscard]] ports::SqlSession* at(int id) const;

  /// Whether every session still answers, but those of nodes that do not count any more; the given
  /// one is asked first, so that its lock is the first to end if none is used again. The error
  /// names the node that does not.
  [[nodiscard]] model::Result<void> renew(int first, const std::set<int>& dropped,
                                          const ports::Deadline& deadline);

 private:
  std::map<int, std::unique_ptr<ports::SqlSession>> sessions_;
};

}  // namespace pgmahout::act
