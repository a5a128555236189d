#include "ports/ssh/session.hpp"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

#include "ports/ssh/channel.hpp"
#include "ports/ssh/connect.hpp"

namespace pgmahout::ports::ssh {

namespace {

struct FreeKey {
  void operator()(ssh_key key) const { ssh_key_free(key); }
};
using Key = std::unique_ptr<std::remove_pointer_t<ssh_key>, FreeKey>;

std::string fingerprint(ssh_session session) {
  const auto [type, print] = shown_key(session);
  return type + " " + print;
}

model::Error untrusted(const Target& target, const std::string& what, const std::string& print) {
  return {.kind = model::ErrorKind::refused,
          .what = fmt::format("{} (it shows {})", what, print),
          .node = target.node,
          .hint = fmt::format("compare the fingerprint with the machine's own (ssh-keygen -lf "
                              "/etc/ssh/ssh_host_*_key.pub there); if it is right, write the key "
                              "into {}",
                              target.ssh->known_hosts_file)};
}

// sshd sends its answers in small pieces and waits for our acknowledgement in between (Nagle's
// algorithm), which the kernel delays by 40 ms unless told not to; it forgets that with each read.
void acknowledge_at_once(int socket) {
  constexpr int kOn = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_QUICKACK, &kOn, sizeof kOn);
}

}  // namespace

int repeat(ssh_session session, int again, const Deadline& deadline,
           const std::function<int()>& step) {
  while (true) {
    const int result = step();
    if (result != again || deadline.over()) return result;
    const int flags = ssh_get_poll_flags(session);
    short events = POLLIN;
    if ((flags & SSH_WRITE_PENDING) != 0) events = POLLIN | POLLOUT;
    pollfd entry{.fd = ssh_get_fd(session), .events = events, .revents = 0};
    acknowledge_at_once(entry.fd);
    poll(&entry, 1, deadline.poll_timeout());
  }
}

model::Error ssh_error(ssh_session session, const Target& target, const std::string& what) {
  return {.kind = model::ErrorKind::failed,
          .what = what + ": " + ssh_get_error(session),
          .node = target.node};
}

model::Error too_late(const Target& target, const Deadline& deadline, const std::string& what) {
  return {.kind = deadline.stopped() ? model::ErrorKind::interrupted : model::ErrorKind::no_answer,
          .what = what,
          .node = target.node};
}

void Session::Free::operator()(ssh_session session) const {
  // Not ssh_disconnect: it may wait for a peer that is gone. Closing the socket says enough.
  ssh_silent_disconnect(session);
  ssh_free(session);
}

Session::Session(const Target& target) : target_(target), session_(ssh_new()) {}

model::Result<void> Session::configure() {
  const SshEndpoint& endpoint = *target_.ssh;
  const unsigned int port = endpoint.port;
  const bool process_config = false;
  ssh_session session = session_.get();
  int failures = 0;
  const auto set = [&](ssh_options_e option, const void* value) {
    failures += ssh_options_set(session, option, value) == SSH_OK ? 0 : 1;
  };
  set(SSH_OPTIONS_PROCESS_CONFIG, &process_config);
  set(SSH_OPTIONS_HOST, endpoint.host.c_str());
  set(SSH_OPTIONS_PORT, &port);
  if (!endpoint.user.empty()) set(SSH_OPTIONS_USER, endpoint.user.c_str());
  set(SSH_OPTIONS_KNOWNHOSTS, endpoint.known_hosts_file.c_str());
  set(SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null");
  if (failures == 0) return {};
  return std::unexpected(ssh_error(session, target_, "cannot set up SSH"));
}

model::Result<void> Session::handshake(const Deadline& deadline) {
  const auto patience = target_.ssh->connect_within;
  const auto by_then = patience > Duration::zero() ? deadline.within(patience) : deadline;
  auto socket = connect_to(*target_.ssh, by_then);
  if (!socket) {
    socket.error().node = target_.node;
    return std::unexpected(socket.error());
  }
  ssh_session session = session_.get();
  const int number = socket->release();
  ssh_options_set(session, SSH_OPTIONS_FD, &number);
  ssh_set_blocking(session, 0);
  const int result = repeat(session, SSH_AGAIN, deadline, [&] { return ssh_connect(session); });
  if (result == SSH_OK) return {};
  if (result == SSH_AGAIN)
    return std::unexpected(too_late(target_, deadline, "sshd does not answer in time"));
  return std::unexpected(ssh_error(session, target_, "the SSH handshake failed"));
}

model::Result<void> Session::check_host_key() {
  const std::string& file = target_.ssh->known_hosts_file;
  const std::string print = fingerprint(session_.get());
  switch (ssh_session_is_known_server(session_.get())) {
    case SSH_KNOWN_HOSTS_OK:
      return {};
    case SSH_KNOWN_HOSTS_CHANGED:
    case SSH_KNOWN_HOSTS_OTHER:
      return std::unexpected(
          untrusted(target_, "the host key is not the one pinned in " + file, print));
    case SSH_KNOWN_HOSTS_NOT_FOUND:
    case SSH_KNOWN_HOSTS_UNKNOWN:
      return std::unexpected(untrusted(target_, "no host key is pinned in " + file, print));
    case SSH_KNOWN_HOSTS_ERROR:
      break;
  }
  return std::unexpected(ssh_error(session_.get(), target_, "cannot check the host key"));
}

model::Result<void> Session::by_key_file(const Deadline& deadline) {
  ssh_key raw = nullptr;
  const std::string& path = target_.ssh->private_key_file;
  if (ssh_pki_import_privkey_file(path.c_str(), "", nullptr, nullptr, &raw) != SSH_OK)
    return std::unexpected(model::Error{
        .kind = model::ErrorKind::failed,
        .what = "cannot read the private key " + path,
        .node = target_.node,
        .hint = "it must exist, belong to you and have no passphrase (or be in the SSH agent)"});
  const Key key(raw);
  ssh_session session = session_.get();
  const int result = repeat(session, SSH_AUTH_AGAIN, deadline,
                            [&] { return ssh_userauth_publickey(session, nullptr, key.get()); });
  if (result == SSH_AUTH_SUCCESS) return {};
  if (result == SSH_AUTH_AGAIN)
    return std::unexpected(too_late(target_, deadline, "sshd does not answer in time"));
  return std::unexpected(ssh_error(session, target_, "the key " + path + " is not accepted"));
}

model::Result<void> Session::authenticate(const Deadline& deadline) {
  ssh_session session = session_.get();
  const SshEndpoint& endpoint = *target_.ssh;
  const bool password = !endpoint.password.empty();
  if (!endpoint.private_key_file.empty()) {
    auto done = by_key_file(deadline);
    if (done || !password || deadline.over()) return done;
  }
  int result = SSH_AUTH_DENIED;
  if (endpoint.private_key_file.empty())
    result = repeat(session, SSH_AUTH_AGAIN, deadline,
                    [&] { return ssh_userauth_publickey_auto(session, nullptr, nullptr); });
  if (result != SSH_AUTH_SUCCESS && result != SSH_AUTH_AGAIN && password)
    result = repeat(session, SSH_AUTH_AGAIN, deadline, [&] {
      return ssh_userauth_password(session, nullptr, endpoint.password.reveal().c_str());
    });
  if (result == SSH_AUTH_SUCCESS) return {};
  if (result == SSH_AUTH_AGAIN)
    return std::unexpected(too_late(target_, deadline, "sshd does not answer in time"));
  auto error = ssh_error(session, target_, "sshd does not let us in");
  error.hint = "give a key that it knows, e.g. ansible_ssh_private_key_file, or load the SSH agent";
  return std::unexpected(error);
}

model::Result<Session> Session::open(const Target& target, const Deadline& deadline) {
  Session opened(target);
  if (auto done = opened.configure(); !done) return std::unexpected(done.error());
  if (auto done = opened.handshake(deadline); !done) return std::unexpected(done.error());
  if (auto done = opened.check_host_key(); !done) return std::unexpected(done.error());
  if (auto done = opened.authenticate(deadline); !done) return std::unexpected(done.error());
  return opened;
}

model::Result<ShellResult> Session::run(const Command& command, const Deadline& deadline) {
  Channel channel(session_.get(), target_);
  return channel.run(command, deadline);
}

bool Session::is_for(const SshEndpoint& endpoint) const { return target_.ssh == endpoint; }

bool Session::is_alive() const {
  char byte = 0;
  const auto got = recv(ssh_get_fd(session_.get()), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return ssh_is_connected(session_.get()) != 0 && (got > 0 || (got < 0 && errno == EAGAIN));
}

}  // namespace pgmahout::ports::ssh
