#pragma once

#include "model/bootstrap.hpp"
#include "ports/shell.hpp"

namespace pgmahout::ports {

/// The way into a machine before anything is set up there: looked at, and never changed.
class Door {
 public:
  virtual ~Door() = default;

  /// The host key that the machine shows, whether or not it is pinned. Nobody logs in.
  [[nodiscard]] virtual model::Result<model::HostKey> host_key(const Target& target,
                                                               const Deadline& deadline) = 0;
  /// Whether the machine lets the endpoint's user in with its key or password; false: it says no.
  /// Errors: no answer, or a host key that is not the pinned one (refused).
  [[nodiscard]] virtual model::Result<bool> lets_in(const Target& target,
                                                    const Deadline& deadline) = 0;
};

}  // namespace pgmahout::ports
