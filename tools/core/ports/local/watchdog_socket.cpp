#include "ports/local/watchdog_socket.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "ports/file_descriptor.hpp"

namespace pgmahout::ports::local {

namespace {

// wd_ipc_defines.h and wd_lifecheck.h of Pgpool-II, the same in every release.
constexpr char kNodeStatusChange = '2';
constexpr int kDead = 1;
constexpr int kAlive = 2;

model::Error not_told(model::ErrorKind kind, const std::string& why) {
  return {.kind = kind,
          .what = "the watchdog of this node is not told: " + why,
          .hint = "does Pgpool-II run here?"};
}

model::Result<FileDescriptor> connect_to(const std::string& path) {
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  if (path.size() >= sizeof address.sun_path)
    return std::unexpected(not_told(model::ErrorKind::failed, "too long a path: " + path));
  path.copy(static_cast<char*>(address.sun_path), path.size());
  FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): what connect(2) asks for
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  if (connect(socket.get(), generic, sizeof address) == 0) return socket;
  const bool busy = errno == EAGAIN;
  return std::unexpected(not_told(busy ? model::ErrorKind::no_answer : model::ErrorKind::failed,
                                  path + ": " + std::strerror(errno)));
}

std::string packet(const LifeReport& report, const model::Secret& key) {
  const auto body = nlohmann::json{
      {"IPCAuthKey", key.reveal()},
      {"NodeID", report.node},
      {"NodeStatus", report.alive ? kAlive : kDead},
      {"Message",
       report.message}}.dump();
  const std::uint32_t length = htonl(static_cast<std::uint32_t>(body.size()));
  std::string bytes(1, kNodeStatusChange);
  bytes.resize(1 + sizeof length);
  std::memcpy(&bytes[1], &length, sizeof length);
  return bytes + body;
}

// What the watchdog has understood it does, and closes; only what it rejects is answered.
model::Result<void> wait_for_end(const FileDescriptor& socket, const Deadline& deadline) {
  while (!deadline.over()) {
    pollfd entry{.fd = socket.get(), .events = POLLIN, .revents = 0};
    if (poll(&entry, 1, deadline.poll_timeout()) <= 0) continue;
    char answer = 0;
    if (recv(socket.get(), &answer, 1, 0) <= 0) return {};
    return std::unexpected(not_told(model::ErrorKind::failed, "it takes no word with this key"));
  }
  return std::unexpected(not_told(model::ErrorKind::no_answer, "it does not answer"));
}

}  // namespace

model::Result<void> WatchdogSocket::report(const LifeReport& report, const Deadline& deadline) {
  const auto socket = connect_to(path_);
  if (!socket) return std::unexpected(socket.error());
  const auto bytes = packet(report, key_);
  const auto sent = send(socket->get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (sent != static_cast<ssize_t>(bytes.size()))
    return std::unexpected(not_told(model::ErrorKind::failed, std::strerror(errno)));
  return wait_for_end(*socket, deadline);
}

}  // namespace pgmahout::ports::local
