#pragma once

#include "ports/door.hpp"

namespace pgmahout::ports::ssh {

/// The way in over SSH. Several threads may use it at once.
class SshDoor : public Door {
 public:
  [[nodiscard]] model::Result<model::HostKey> host_key(const Target& target,
                                                       const Deadline& deadline) override;
  [[nodiscard]] model::Result<bool> lets_in(const Target& target,
                                            const Deadline& deadline) override;
};

}  // namespace pgmahout::ports::ssh
