#pragma once

#include <string>

#include "model/bootstrap.hpp"
#include "ports/door.hpp"
#include "ports/shell.hpp"

namespace pgmahout::act {

/// With what a login is looked at and set up.
struct LoginMeans {
  ports::Door& door;
  ports::Shell& shell;
  ports::Deadline deadline;
};

/// What is to be set up on one machine.
struct LoginTask {
  ports::Target target;    ///< as Ansible will log in: by key
  std::string first_user;  ///< whom the password lets in; empty: the target's own user
  model::Secret password;
  std::string public_key;  ///< the line to add; needed only where the key does not work yet
};

/// How the login is now: does the key let the user in, does the user become root. Errors: no
/// answer, or a host key that is not pinned.
[[nodiscard]] model::Result<model::LoginOutcome> look_at_login(const LoginMeans& means,
                                                               const ports::Target& target);

/// Adds the key to the user's authorized_keys and lets the user become root by sudo without a
/// password, each only where it is missing. Again it changes nothing. The password goes over
/// standard input or the SSH login only. Errors of kind refused: the password is wrong, there is
/// none, or the user does not exist there; the message says what to do.
[[nodiscard]] model::Result<model::LoginOutcome> set_up_login(const LoginMeans& means,
                                                              const LoginTask& task,
                                                              model::LoginOutcome found);

}  // namespace pgmahout::act
