#include "ports/local/become.hpp"

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace pgmahout::ports::local {

namespace {

std::unexpected<model::Error> not_that_user(const std::string& user, const std::string& why) {
  return std::unexpected(model::Error{
      .kind = model::ErrorKind::refused,
      .what = "cannot work as the OS user " + user + ": " + why,
      .hint = "on a node run it as root or " + user + "; elsewhere name the inventory with -i"});
}

}  // namespace

model::Result<void> become(const std::string& user) {
  const passwd* entry = getpwnam(user.c_str());
  if (entry == nullptr) return not_that_user(user, "this machine has no such user");
  if (geteuid() == entry->pw_uid) return {};
  if (geteuid() != 0) return not_that_user(user, "this is neither root nor that user");
  // The groups first, and the user last: afterwards nothing of it is allowed any more. Programs
  // that are run then must not stand in a directory that is root's alone.
  if (chdir("/") != 0 || initgroups(user.c_str(), entry->pw_gid) != 0 ||
      setgid(entry->pw_gid) != 0 || setuid(entry->pw_uid) != 0)
    return not_that_user(user, std::strerror(errno));
  setenv("HOME", entry->pw_dir, 1);
  return {};
}

}  // namespace pgmahout::ports::local
