#pragma once

#include "act/rejoin/marker.hpp"
#include "decide/rejoin.hpp"

namespace pgmahout::act::rejoin {

/// Everything that a rejoin goes by, at about one moment.
struct Sight {
  decide::RejoinFacts facts;
  Diverged diverged;           ///< of a stopped node
  std::optional<Lost> before;  ///< of a rewind that did not come to its end
};

/// Looks at this node first and at the primary afterwards, so that a standby is never seen ahead of
/// the primary that feeds it.
[[nodiscard]] model::Result<Sight> look(const Context& context, const model::Node& primary);

}  // namespace pgmahout::act::rejoin
