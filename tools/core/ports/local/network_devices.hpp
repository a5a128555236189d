#pragma once

#include "ports/addresses.hpp"

namespace pgmahout::ports::local {

/// The addresses that the kernel lists.
class NetworkDevices : public Addresses {
 public:
  [[nodiscard]] std::string device_with(const std::string& address) override;
};

}  // namespace pgmahout::ports::local
