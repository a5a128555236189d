#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace pgmahout::settings {

/// An IPv4 or IPv6 address as bytes in network order.
struct Address {
  bool v6 = false;
  std::array<std::uint8_t, 16> bytes{};  ///< the first 4 of them for IPv4

  bool operator==(const Address&) const = default;
  [[nodiscard]] int bits() const { return v6 ? 128 : 32; }
};

/// Reads "10.0.0.181" or "2001:db8::1"; no zone, no prefix, no name.
[[nodiscard]] std::optional<Address> parse_address(const std::string& text);

/// The shortest usual form, e.g. "2001:db8::1" for "2001:DB8:0::1".
[[nodiscard]] std::string to_string(const Address& address);

/// A network: its base address and how many leading bits belong to it.
struct Network {
  Address base;
  int prefix = 0;

  [[nodiscard]] bool contains(const Address& address) const;
  /// All host bits 0: the name of the network itself, no host's address.
  [[nodiscard]] bool is_base(const Address& address) const;
  /// All host bits 1: in IPv4 the broadcast address, no host's address.
  [[nodiscard]] bool is_broadcast(const Address& address) const;
};

/// Reads "10.0.0.0/24" or "2001:db8::/64". The host bits need not be 0; see is_base().
[[nodiscard]] std::optional<Network> parse_network(const std::string& text);

}  // namespace pgmahout::settings
