#include "settings/address.hpp"

#include <arpa/inet.h>

#include <charconv>

namespace pgmahout::settings {

namespace {

bool bit_of(const Address& address, int index) {
  const auto byte = address.bytes.at(static_cast<std::size_t>(index / 8));
  return ((byte >> (7 - index % 8)) & 1) != 0;
}

}  // namespace

std::optional<Address> parse_address(const std::string& text) {
  // inet_pton stops at a NUL byte and would take the rest for nothing.
  if (text.find('\0') != std::string::npos) return std::nullopt;
  Address address;
  if (::inet_pton(AF_INET, text.c_str(), address.bytes.data()) == 1) return address;
  address = {.v6 = true};
  if (::inet_pton(AF_INET6, text.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

std::string to_string(const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = address.v6 ? AF_INET6 : AF_INET;
  return ::inet_ntop(family, address.bytes.data(), text.data(), text.size()) == nullptr
             ? std::string()
             : std::string(text.data());
}

bool Network::contains(const Address& address) const {
  if (address.v6 != base.v6) return false;
  for (int index = 0; index < prefix; ++index)
    if (bit_of(address, index) != bit_of(base, index)) return false;
  return true;
}

bool Network::is_base(const Address& address) const {
  if (!contains(address)) return false;
  for (int index = prefix; index < address.bits(); ++index)
    if (bit_of(address, index)) return false;
  return true;
}

bool Network::is_broadcast(const Address& address) const {
  if (address.v6 || !contains(address)) return false;
  for (int index = prefix; index < address.bits(); ++index)
    if (!bit_of(address, index)) return false;
  return true;
}

std::optional<Network> parse_network(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) return std::nullopt;
  const auto base = parse_address(text.substr(0, slash));
  int prefix = -1;
  const char* begin = text.data() + slash + 1;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(begin, end, prefix);
  const bool complete = parsed.ec == std::errc{} && parsed.ptr == end;
  if (!base || !complete || prefix < 0 || prefix > base->bits()) return std::nullopt;
  return Network{*base, prefix};
}

}  // namespace pgmahout::settings
