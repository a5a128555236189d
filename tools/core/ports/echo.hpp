#pragma once

#include <cstdint>
#include <string>

#include "model/error.hpp"
#include "ports/clock.hpp"

namespace pgmahout::ports {

/// Calls another host without asking any program there.
class Echo {
 public:
  virtual ~Echo() = default;

  /// Sends a call and does not wait for the answer. A network that takes no calls is silence, not
  /// an error. Errors: this machine does not let us call at all.
  [[nodiscard]] virtual model::Result<void> call(const std::string& address) = 0;
  /// Whether an answer to any call came since this was asked last.
  [[nodiscard]] virtual bool heard(const std::string& address) = 0;
  /// Whether the host answers to a TCP connection in time; to be refused is an answer.
  [[nodiscard]] virtual bool answers(const std::string& address, std::uint16_t port,
                                     const Deadline& deadline) = 0;
};

}  // namespace pgmahout::ports
