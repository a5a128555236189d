#pragma once

#include "act/context.hpp"
#include "model/node_report.hpp"

namespace pgmahout::act {

/// A failover that a person asks for.
struct ByHand {
  const model::Node& lost;          ///< whose place is to be filled
  const model::Node* to = nullptr;  ///< who is preferred among those who have come equally far
  bool allow_data_loss = false;     ///< also when it cannot be proven that nothing is lost
};

/// How it ended.
struct ByHandOutcome {
  const model::Node* primary = nullptr;
  std::optional<model::ChangeNote> certificate;  ///< nothing: somebody was primary before us
};

/// The same failover as Pgpool-II asks for, also while it is paused. Tells the Pgpool-II of this
/// node, if it believes in the lost one. Kinds as of failover().
[[nodiscard]] model::Result<ByHandOutcome> failover_by_hand(const Context& context,
                                                            const ByHand& wish);

}  // namespace pgmahout::act
