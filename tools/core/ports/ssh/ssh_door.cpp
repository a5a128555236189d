#include "ports/ssh/ssh_door.hpp"

#include "ports/ssh/session.hpp"

namespace pgmahout::ports::ssh {

namespace {

// A machine that does not answer within this time is not going to.
constexpr Duration kKnock{15000};

}  // namespace

model::Result<model::HostKey> SshDoor::host_key(const Target& target, const Deadline& deadline) {
  return Session::look_at_host_key(target, deadline.within(kKnock));
}

model::Result<bool> SshDoor::lets_in(const Target& target, const Deadline& deadline) {
  return Session::lets_in(target, deadline.within(kKnock));
}

}  // namespace pgmahout::ports::ssh
