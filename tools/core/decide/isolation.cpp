#include "decide/isolation.hpp"

namespace pgmahout::decide {

bool standbys_suffice(const Contact& contact, const model::Replication& replication) {
  const bool proof_needed = replication.durability == model::Durability::required;
  const int safe = proof_needed ? replication.confirmations : contact.other_nodes;
  return contact.standbys_heard >= safe || contact.other_nodes == 0;
}

bool may_be_replaced(const Contact& contact, const model::Replication& replication) {
  return !contact.quorum && !standbys_suffice(contact, replication);
}

VitalDecision decide_vital(const VitalSigns& signs, const Patience& patience) {
  if (!signs.was_primary) return {};
  if (signs.isolated_ms > (signs.found ? patience.isolation_ms : patience.to_be_found_ms))
    return {VitalAction::fence,
            "cut off: for " + std::to_string(signs.isolated_ms) +
                " ms neither the watchdog's quorum nor enough standbys were heard"};
  if (signs.silent_ms > patience.silence_ms)
    return {VitalAction::end, "it has not answered for " + std::to_string(signs.silent_ms) +
                                  " ms, though its postmaster lives"};
  return {};
}

}  // namespace pgmahout::decide
