#include "decide/isolation.hpp"

namespace pgmahout::decide {

bool may_be_replaced(const Contact& contact, const model::Replication& replication) {
  if (contact.quorum) return false;
  const bool proof_needed = replication.durability == model::Durability::required;
  const int safe = proof_needed ? replication.confirmations : contact.other_nodes;
  return contact.standbys_heard < safe;
}

}  // namespace pgmahout::decide
