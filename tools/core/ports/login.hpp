#pragma once

#include <string>

#include "ports/sql.hpp"

namespace pgmahout::ports {

/// How one try to open a session ended.
struct LoginAnswer {
  bool accepted = false;
  bool password_asked = false;  ///< the server asked for the password and got it
  std::string failure;          ///< why not; empty when accepted
};

/// Opens a session and closes it again: what counts is only whether the door opens, and how.
class Login {
 public:
  virtual ~Login() = default;
  /// `physical_replication` asks for a connection of the replication protocol.
  [[nodiscard]] virtual LoginAnswer attempt(const SqlTarget& target, bool physical_replication,
                                            const Deadline& deadline) = 0;
};

}  // namespace pgmahout::ports
