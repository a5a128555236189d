#pragma once

#include <string>

#include "act/context.hpp"

namespace pgmahout::act {

/// What is known of a physical replication slot.
struct SlotState {
  std::string name;
  bool reserved = false;       ///< it keeps WAL back
  bool lost = false;           ///< WAL that it stands for is gone, or about to go
  int active_pid = 0;          ///< WAL sender that uses it; 0: nobody
  std::string client_address;  ///< of that WAL sender
};

/// The slot of that name, or nothing.
[[nodiscard]] model::Result<std::optional<SlotState>> find_slot(const Context& context,
                                                                const ports::SqlTarget& primary,
                                                                const std::string& name);

/// Makes the slot, with WAL reserved from now on.
[[nodiscard]] model::Result<void> make_slot(const Context& context, const ports::SqlTarget& primary,
                                            const std::string& name);

/// Drops the slot; one that is not there is no error.
[[nodiscard]] model::Result<void> drop_slot(const Context& context, const ports::SqlTarget& primary,
                                            const std::string& name);

/// Makes sure that a slot is there that keeps WAL from now on at the latest and that nobody uses:
/// reuses one that does, makes a lost one anew. A WAL sender that a dead process of this node left
/// behind is ended; one of any other machine is refused. Returns true when a slot was made that
/// was not there before.
[[nodiscard]] model::Result<bool> ensure_slot(const Context& context,
                                              const ports::SqlTarget& primary,
                                              const model::Node& owner);

}  // namespace pgmahout::act
