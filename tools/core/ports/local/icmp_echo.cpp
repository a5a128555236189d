#include "ports/local/icmp_echo.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include "ports/ssh/connect.hpp"

namespace pgmahout::ports::local {

namespace {

// Type, code, checksum, identifier, number: the kernel fills in the last three but the number.
constexpr std::size_t kHeader = 8;

using AddressList = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

model::Error cannot_call(const std::string& address, const std::string& why) {
  return {.what = "cannot call " + address + ": " + why,
          .hint = "does net.ipv4.ping_group_range hold the group of postgres?"};
}

model::Result<AddressList> parse(const std::string& address) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_flags = AI_NUMERICHOST;
  addrinfo* found = nullptr;
  const int failure = getaddrinfo(address.c_str(), nullptr, &hints, &found);
  if (failure != 0) return std::unexpected(cannot_call(address, gai_strerror(failure)));
  return AddressList(found, &freeaddrinfo);
}

model::Result<FileDescriptor> open_to(const std::string& address) {
  const auto where = parse(address);
  if (!where) return std::unexpected(where.error());
  const auto& target = **where;
  const int protocol = target.ai_family == AF_INET6 ? int{IPPROTO_ICMPV6} : int{IPPROTO_ICMP};
  FileDescriptor socket(
      ::socket(target.ai_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol));
  if (!socket.is_open()) return std::unexpected(cannot_call(address, std::strerror(errno)));
  if (connect(socket.get(), target.ai_addr, target.ai_addrlen) != 0) {
    // No route at the moment: the next call tries again.
    socket.reset();
  }
  return socket;
}

bool is_ipv6(const std::string& address) { return address.find(':') != std::string::npos; }

}  // namespace

model::Result<void> IcmpEcho::call(const std::string& address) {
  auto& socket = sockets_[address];
  if (!socket.is_open()) {
    auto opened = open_to(address);
    if (!opened) return std::unexpected(opened.error());
    socket = std::move(*opened);
  }
  std::array<char, kHeader> request{};
  request[0] = static_cast<char>(is_ipv6(address) ? ICMP6_ECHO_REQUEST : ICMP_ECHO);
  (void)send(socket.get(), request.data(), request.size(), 0);
  return {};
}

// An error that waits in the socket, such as "no route to host", is no answer.
bool IcmpEcho::heard(const std::string& address) {
  const auto socket = sockets_.find(address);
  if (socket == sockets_.end() || !socket->second.is_open()) return false;
  const char wanted = static_cast<char>(is_ipv6(address) ? ICMP6_ECHO_REPLY : ICMP_ECHOREPLY);
  constexpr int kAtMost = 100;
  bool heard = false;
  for (int count = 0; count < kAtMost; ++count) {
    std::array<char, kHeader> answer{};
    const auto size = recv(socket->second.get(), answer.data(), answer.size(), 0);
    if (size < 0 && errno == EAGAIN) break;
    if (size == static_cast<ssize_t>(kHeader) && answer[0] == wanted) heard = true;
  }
  return heard;
}

bool IcmpEcho::answers(const std::string& address, std::uint16_t port, const Deadline& deadline) {
  const auto connection = ssh::connect_to({.host = address, .port = port}, deadline);
  return connection || connection.error().kind == model::ErrorKind::failed;
}

}  // namespace pgmahout::ports::local
