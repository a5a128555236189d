#include <arpa/inet.h>
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <sstream>

#include "agent/drill/breaks.hpp"

namespace pgmahout::agent {

namespace {

bool is_of(int family, const std::string& address) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(family, address.c_str(), bytes.data()) == 1;
}

bool is_port(const std::string& text) {
  std::uint16_t port = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), port);
  return failure == std::errc() && end == text.data() + text.size() && port != 0;
}

// Before every other table, so that none lets through what is to be cut. IPv6 finds its neighbours
// by ICMP, without which not even the excepted connection lives.
constexpr const char* kRules = R"(table inet pgmahout_drill {{
  chain hear {{
    type filter hook input priority -400; policy drop;
    iifname "lo" accept
    icmpv6 type {{ nd-neighbor-solicit, nd-neighbor-advert }} accept
    {0} saddr {1} tcp dport {2} accept
  }}
  chain say {{
    type filter hook output priority -400; policy drop;
    oifname "lo" accept
    icmpv6 type {{ nd-neighbor-solicit, nd-neighbor-advert }} accept
    {0} daddr {1} tcp sport {2} accept
  }}
  chain pass {{
    type filter hook forward priority -400; policy drop;
  }}
}}
)";

}  // namespace

// "CLIENT CLIENT_PORT SERVER SERVER_PORT", as sshd sees them, whatever lies between.
model::Result<std::string> partition_rules(std::string_view ssh_connection) {
  std::istringstream words{std::string(ssh_connection)};
  std::string client;
  std::string client_port;
  std::string server;
  std::string port;
  words >> client >> client_port >> server >> port;
  const bool ipv4 = is_of(AF_INET, client);
  if ((!ipv4 && !is_of(AF_INET6, client)) || !is_port(port))
    return std::unexpected(model::Error{
        .what = "sshd does not say where this connection comes from: it would be cut off, too",
        .command = "printenv SSH_CONNECTION",
        .hint = "reach the machine by sshd itself"});
  return fmt::format(kRules, ipv4 ? "ip" : "ip6", client, port);
}

}  // namespace pgmahout::agent
