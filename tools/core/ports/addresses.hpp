#pragma once

#include <string>

namespace pgmahout::ports {

/// The network addresses of this machine.
class Addresses {
 public:
  virtual ~Addresses() = default;

  /// The network device that has exactly that address, written in any way; empty: none has.
  [[nodiscard]] virtual std::string device_with(const std::string& address) = 0;
};

}  // namespace pgmahout::ports
