#include "ports/local/network_devices.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>

#include <cstring>
#include <memory>

namespace pgmahout::ports::local {

namespace {

// Compared as bytes, never as text: x.5 is part of x.50, and IPv6 has many spellings.
bool is_address(const sockaddr& candidate, const std::string& wanted) {
  if (candidate.sa_family == AF_INET) {
    in_addr parsed{};
    const auto& ipv4 = reinterpret_cast<const sockaddr_in&>(candidate);
    return inet_pton(AF_INET, wanted.c_str(), &parsed) == 1 &&
           parsed.s_addr == ipv4.sin_addr.s_addr;
  }
  if (candidate.sa_family == AF_INET6) {
    in6_addr parsed{};
    const auto& ipv6 = reinterpret_cast<const sockaddr_in6&>(candidate);
    return inet_pton(AF_INET6, wanted.c_str(), &parsed) == 1 &&
           std::memcmp(&parsed, &ipv6.sin6_addr, sizeof parsed) == 0;
  }
  return false;
}

}  // namespace

std::string NetworkDevices::device_with(const std::string& address) {
  ifaddrs* first = nullptr;
  if (getifaddrs(&first) != 0) return "";
  const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> list(first, &freeifaddrs);
  for (const ifaddrs* each = first; each != nullptr; each = each->ifa_next)
    if (each->ifa_addr != nullptr && is_address(*each->ifa_addr, address)) return each->ifa_name;
  return "";
}

}  // namespace pgmahout::ports::local
