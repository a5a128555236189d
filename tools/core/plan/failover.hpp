#pragma once

#include "model/node_state.hpp"
#include "plan/plan.hpp"

namespace pgmahout::plan {

/// Makes sure that the lost node is no primary any more, and that nobody receives from it. One that
/// still answers is stopped while the standbys receive, so that they get its last WAL; of one that
/// does not answer they are cut off first, because it may go on writing.
[[nodiscard]] Plan secure(int lost, bool lost_answers, const model::Observation& observation);

/// Makes this standby primary, and the others its standbys.
[[nodiscard]] Plan promote(int winner, int lost, const model::Observation& frozen);

/// Somebody else is primary after all: whoever was frozen follows that one.
[[nodiscard]] Plan follow_other(int primary, int lost, const model::Observation& frozen);

/// Undoes what was secured, when nobody is promoted. An old primary that was fenced for it may be
/// let back: nobody else has all the WAL.
[[nodiscard]] Plan give_up(int lost, bool let_back, const model::Observation& observation);

}  // namespace pgmahout::plan
