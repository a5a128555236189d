#pragma once

#include <map>

#include "ports/echo.hpp"
#include "ports/file_descriptor.hpp"

namespace pgmahout::ports::local {

/// ICMP echo over the kernel's datagram sockets (icmp(7), ping_group_range), which need no
/// privilege: the kernel numbers the calls of a socket and hands it the answers to them only.
class IcmpEcho : public Echo {
 public:
  [[nodiscard]] model::Result<void> call(const std::string& address) override;
  [[nodiscard]] bool heard(const std::string& address) override;
  [[nodiscard]] bool answers(const std::string& address, std::uint16_t port,
                             const Deadline& deadline) override;

 private:
  std::map<std::string, FileDescriptor> sockets_;  ///< by address
};

}  // namespace pgmahout::ports::local
