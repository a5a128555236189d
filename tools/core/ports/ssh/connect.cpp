#include "ports/ssh/connect.hpp"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace pgmahout::ports::ssh {

namespace {

using AddressList = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

model::Error cannot_connect(model::ErrorKind kind, const SshEndpoint& endpoint,
                            const std::string& why) {
  return {
      .kind = kind,
      .what = fmt::format("cannot connect to {} port {}: {}", endpoint.host, endpoint.port, why),
      .hint = "is the machine up, and does sshd listen there?"};
}

model::Result<AddressList> resolve(const SshEndpoint& endpoint) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV | AI_ADDRCONFIG;
  // Addresses of the loopback device alone do not count for AI_ADDRCONFIG.
  if (endpoint.host.find_first_not_of("0123456789abcdefABCDEF.:") == std::string::npos)
    hints.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const std::string port = std::to_string(endpoint.port);
  const int failure = getaddrinfo(endpoint.host.c_str(), port.c_str(), &hints, &found);
  if (failure != 0)
    return std::unexpected(
        cannot_connect(model::ErrorKind::failed, endpoint, gai_strerror(failure)));
  return AddressList(found, &freeaddrinfo);
}

void set_option(const FileDescriptor& socket, int level, int name, int value) {
  setsockopt(socket.get(), level, name, &value, sizeof value);
}

void watch_for_silence(const FileDescriptor& socket) {
  set_option(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
  set_option(socket, IPPROTO_TCP, TCP_KEEPIDLE, 5);
  set_option(socket, IPPROTO_TCP, TCP_KEEPINTVL, 2);
  set_option(socket, IPPROTO_TCP, TCP_KEEPCNT, 3);
  set_option(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, 15000);
  set_option(socket, IPPROTO_TCP, TCP_NODELAY, 1);
}

// 0 when connected, ETIMEDOUT at the deadline, otherwise why not.
int wait_connected(const FileDescriptor& socket, const Deadline& deadline) {
  while (!deadline.over()) {
    pollfd entry{.fd = socket.get(), .events = POLLOUT, .revents = 0};
    if (poll(&entry, 1, deadline.poll_timeout()) <= 0) continue;
    int failure = 0;
    socklen_t size = sizeof failure;
    getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &failure, &size);
    return failure;
  }
  return ETIMEDOUT;
}

int connect_one(FileDescriptor& socket, const addrinfo& address, const Deadline& deadline) {
  socket =
      FileDescriptor(::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket.is_open()) return errno;
  watch_for_silence(socket);
  if (connect(socket.get(), address.ai_addr, address.ai_addrlen) == 0) return 0;
  return errno == EINPROGRESS ? wait_connected(socket, deadline) : errno;
}

bool is_silence(int failure) {
  return failure == ETIMEDOUT || failure == EHOSTUNREACH || failure == ENETUNREACH;
}

}  // namespace

model::Result<FileDescriptor> connect_to(const SshEndpoint& endpoint, const Deadline& deadline) {
  const auto addresses = resolve(endpoint);
  if (!addresses) return std::unexpected(addresses.error());
  int failure = ETIMEDOUT;
  for (const addrinfo* each = addresses->get(); each != nullptr; each = each->ai_next) {
    FileDescriptor socket;
    failure = connect_one(socket, *each, deadline);
    if (failure == 0) return socket;
  }
  const auto kind = is_silence(failure) ? model::ErrorKind::no_answer : model::ErrorKind::failed;
  return std::unexpected(cannot_connect(kind, endpoint, std::strerror(failure)));
}

}  // namespace pgmahout::ports::ssh
