#include "decide/bootstrap/host_keys.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace pgmahout;
using model::HostKeyState;

namespace {

const std::string kPrint = "SHA256:" + std::string(43, 'a');
const std::string kOtherPrint = "SHA256:" + std::string(43, 'b');

model::HostKey key(const std::string& node, HostKeyState state) {
  return {.node = node,
          .fingerprint = kPrint,
          .type = "ssh-ed25519",
          .line = "[10.0.0.1]:2222 ssh-ed25519 AAAA",
          .state = state};
}

decide::HostKeyChoice choose(const std::vector<model::HostKey>& keys,
                             const decide::HostKeyTrust& trust) {
  return decide::choose_host_keys(keys, trust, "/home/me/.ssh/known_hosts");
}

}  // namespace

TEST_CASE("a pinned key is left alone") {
  const auto choice = choose({key("n1", HostKeyState::pinned)}, {.accept_new = true});
  CHECK(choice.to_pin.empty());
  CHECK(choice.to_ask.empty());
  CHECK(choice.refusals.empty());
}

TEST_CASE("an unknown key is asked for, unless somebody vouches for it") {
  const std::vector keys{key("n1", HostKeyState::unknown)};
  CHECK(choose(keys, {}).to_ask.size() == 1);
  CHECK(choose(keys, {}).to_pin.empty());
  CHECK(choose(keys, {.accept_new = true}).to_pin.size() == 1);
  CHECK(choose(keys, {.fingerprints = {{"n1", kPrint}}}).to_pin.size() == 1);
}

TEST_CASE("another fingerprint than the given one is refused, even of a pinned key") {
  for (const auto state : {HostKeyState::unknown, HostKeyState::pinned}) {
    const auto choice =
        choose({key("n1", state)}, {.fingerprints = {{"n1", kOtherPrint}}, .accept_new = true});
    REQUIRE(choice.refusals.size() == 1);
    CHECK(choice.refusals[0].node == "n1");
    CHECK(choice.to_pin.empty());
  }
}

TEST_CASE("a changed key is refused whatever was said, with what to do") {
  const auto choice = choose({key("n1", HostKeyState::changed)},
                             {.fingerprints = {{"n1", kPrint}}, .accept_new = true});
  REQUIRE(choice.refusals.size() == 1);
  CHECK(choice.refusals[0].kind == model::ErrorKind::refused);
  CHECK(choice.refusals[0].hint.find("ssh-keygen -f /home/me/.ssh/known_hosts -R "
                                     "'[10.0.0.1]:2222'") != std::string::npos);
  CHECK(choice.refusals[0].hint.find("ssh_host_ed25519_key.pub") != std::string::npos);
}

TEST_CASE("a fingerprint of nobody is refused") {
  CHECK(choose({}, {.fingerprints = {{"n9", kPrint}}}).refusals.size() == 1);
}

TEST_CASE("fingerprints are read as ssh-keygen writes them") {
  const auto read = decide::read_fingerprint("n1=" + kPrint);
  REQUIRE(read);
  CHECK(read->first == "n1");
  CHECK(read->second == kPrint);
  for (const std::string& wrong :
       {std::string(), std::string("n1"), "=" + kPrint, std::string("n1=MD5:aa"),
        "n1=" + kPrint + "=", "n1=SHA256:" + std::string(42, 'a') + "!"})
    CHECK(!decide::read_fingerprint(wrong));
}
