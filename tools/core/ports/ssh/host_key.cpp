#include <memory>

#include "ports/ssh/session.hpp"

namespace pgmahout::ports::ssh {

namespace {

struct FreeServerKey {
  void operator()(ssh_key key) const { ssh_key_free(key); }
};
using ServerKey = std::unique_ptr<std::remove_pointer_t<ssh_key>, FreeServerKey>;

model::HostKeyState state_of(ssh_known_hosts_e known) {
  switch (known) {
    case SSH_KNOWN_HOSTS_OK:
      return model::HostKeyState::pinned;
    case SSH_KNOWN_HOSTS_CHANGED:
    case SSH_KNOWN_HOSTS_OTHER:
      return model::HostKeyState::changed;
    default:
      return model::HostKeyState::unknown;
  }
}

std::string line_for_known_hosts(ssh_session session) {
  char* entry = nullptr;
  if (ssh_session_export_known_hosts_entry(session, &entry) != SSH_OK) return {};
  std::string line(entry);
  ssh_string_free_char(entry);
  line.erase(line.find_last_not_of("\r\n") + 1);
  return line;
}

}  // namespace

ShownKey shown_key(ssh_session session) {
  ShownKey shown{.type = "unknown", .fingerprint = "unknown"};
  ssh_key raw = nullptr;
  if (ssh_get_server_publickey(session, &raw) != SSH_OK) return shown;
  const ServerKey key(raw);
  unsigned char* hash = nullptr;
  std::size_t length = 0;
  if (ssh_get_publickey_hash(key.get(), SSH_PUBLICKEY_HASH_SHA256, &hash, &length) != 0)
    return shown;
  shown.type = ssh_key_type_to_char(ssh_key_type(key.get()));
  if (char* text = ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, length);
      text != nullptr) {
    shown.fingerprint = text;
    ssh_string_free_char(text);
  }
  ssh_clean_pubkey_hash(&hash);
  return shown;
}

model::Result<model::HostKey> Session::look_at_host_key(const Target& target,
                                                        const Deadline& deadline) {
  Session opened(target);
  if (auto done = opened.configure(); !done) return std::unexpected(done.error());
  if (auto done = opened.handshake(deadline); !done) return std::unexpected(done.error());
  ssh_session session = opened.session_.get();
  const auto known = ssh_session_is_known_server(session);
  if (known == SSH_KNOWN_HOSTS_ERROR)
    return std::unexpected(ssh_error(session, target, "cannot read the pinned host keys"));
  auto [type, fingerprint] = shown_key(session);
  return model::HostKey{.node = target.node,
                        .fingerprint = std::move(fingerprint),
                        .type = std::move(type),
                        .line = line_for_known_hosts(session),
                        .state = state_of(known)};
}

model::Result<bool> Session::lets_in(const Target& target, const Deadline& deadline) {
  Session opened(target);
  if (auto done = opened.configure(); !done) return std::unexpected(done.error());
  if (auto done = opened.handshake(deadline); !done) return std::unexpected(done.error());
  if (auto done = opened.check_host_key(); !done) return std::unexpected(done.error());
  const auto done = opened.authenticate(deadline);
  if (done) return true;
  if (done.error().kind == model::ErrorKind::failed) return false;
  return std::unexpected(done.error());
}

}  // namespace pgmahout::ports::ssh
