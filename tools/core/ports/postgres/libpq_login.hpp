#pragma once

#include "ports/login.hpp"

namespace pgmahout::ports::postgres {

/// Login by libpq's asynchronous connect, so that it does not outlive the deadline.
class LibpqLogin : public Login {
 public:
  [[nodiscard]] LoginAnswer attempt(const SqlTarget& target, bool physical_replication,
                                    const Deadline& deadline) override;
};

}  // namespace pgmahout::ports::postgres
