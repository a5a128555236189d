#include "decide/bootstrap/host_keys.hpp"

#include <algorithm>

namespace pgmahout::decide {

namespace {

using model::HostKey;
using model::HostKeyState;

constexpr std::string_view kHash = "SHA256:";
// Base64 of 32 bytes, without padding.
constexpr std::size_t kHashLength = 43;

// The host as it stands in the file: what ssh-keygen -R wants.
std::string host_of(const HostKey& key) { return key.line.substr(0, key.line.find(' ')); }

std::string how_to_compare(const HostKey& key) {
  return "compare it at the machine's console: ssh-keygen -lf /etc/ssh/ssh_host_" +
         key.type.substr(key.type.find('-') + 1) + "_key.pub";
}

model::Error changed(const HostKey& key, const std::string& file) {
  return {.kind = model::ErrorKind::refused,
          .what = "the host key is not the one pinned in " + file + " (it shows " + key.type + " " +
                  key.fingerprint + ")",
          .node = key.node,
          .hint = how_to_compare(key) + "; if the machine was installed anew: ssh-keygen -f " +
                  file + " -R '" + host_of(key) +
                  "', then run it again. Otherwise somebody may stand in between"};
}

model::Error other_than_given(const HostKey& key, const std::string& given) {
  return {.kind = model::ErrorKind::refused,
          .what = "the host key is " + key.fingerprint + ", not the given " + given,
          .node = key.node,
          .hint = how_to_compare(key)};
}

void choose(const HostKey& key, const HostKeyTrust& trust, const std::string& file,
            HostKeyChoice& choice) {
  const auto given = trust.fingerprints.find(key.node);
  const bool vouched = given != trust.fingerprints.end();
  if (key.state == HostKeyState::changed)
    choice.refusals.push_back(changed(key, file));
  else if (vouched && given->second != key.fingerprint)
    choice.refusals.push_back(other_than_given(key, given->second));
  else if (key.state == HostKeyState::unknown)
    (vouched || trust.accept_new ? choice.to_pin : choice.to_ask).push_back(key);
}

bool is_base64(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
         c == '/';
}

}  // namespace

HostKeyChoice choose_host_keys(const std::vector<HostKey>& shown, const HostKeyTrust& trust,
                               const std::string& known_hosts_file) {
  HostKeyChoice choice;
  for (const HostKey& key : shown) choose(key, trust, known_hosts_file, choice);
  for (const auto& [node, print] : trust.fingerprints)
    if (std::ranges::find(shown, node, &HostKey::node) == shown.end())
      choice.refusals.push_back(
          {.kind = model::ErrorKind::refused,
           .what = "a fingerprint is given for " + node + ", which the inventory does not name",
           .hint = "look at the spelling of --fingerprint"});
  return choice;
}

model::Result<std::pair<std::string, std::string>> read_fingerprint(const std::string& text) {
  const auto equals = text.find('=');
  const std::string hash = equals == std::string::npos ? "" : text.substr(equals + 1);
  const bool good = equals > 0 && hash.size() == kHash.size() + kHashLength &&
                    hash.starts_with(kHash) &&
                    std::all_of(hash.begin() + kHash.size(), hash.end(), is_base64);
  if (good) return std::pair{text.substr(0, equals), hash};
  return std::unexpected(model::Error{
      .kind = model::ErrorKind::usage,
      .what = "\"" + text + "\" is no fingerprint",
      .hint = "write NODE=SHA256:..., as ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub shows it "
              "at the machine's console"});
}

}  // namespace pgmahout::decide
