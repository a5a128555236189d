#include "act/bootstrap/login.hpp"

#include <algorithm>
#include <string_view>

namespace pgmahout::act {

namespace {

constexpr ports::Duration kToSetUp{20000};

// As the user whose key it is. Prints "added", or nothing where the key was there.
constexpr std::string_view kAuthorize = R"sh(
set -eu
umask 077
key=$1
home=$(getent passwd "$(id -un)" | cut -d: -f6)
file=$home/.ssh/authorized_keys
mkdir -p "$home/.ssh"
touch "$file"
blob=$(printf '%s\n' "$key" | cut -d' ' -f1,2)
if ! grep -qF -- "$blob" "$file"; then
  if [ -s "$file" ] && [ -n "$(tail -c 1 "$file")" ]; then echo >>"$file"; fi
  printf '%s\n' "$key" >>"$file"
  echo added
fi
chmod go-w "$home/.ssh" "$file"
if command -v restorecon >/dev/null 2>&1; then restorecon -R "$home/.ssh" >/dev/null 2>&1 || :; fi
)sh";

// As root. sudo reads no file with a dot in its name, so a half-written one is never in force.
constexpr std::string_view kLetBecomeRoot = R"sh(
set -eu
umask 077
draft=$(mktemp /etc/sudoers.d/.pgmahout.XXXXXX)
trap 'rm -f "$draft"' EXIT
cat >"$draft" <<END
# Written by pgmahout bootstrap: Ansible logs in as this user.
$1 ALL=(ALL:ALL) NOPASSWD: ALL
Defaults:$1 !requiretty
END
chmod 0440 "$draft"
visudo -cqf "$draft"
mv "$draft" /etc/sudoers.d/90-pgmahout-login
)sh";

model::Result<std::string> run_at(const LoginMeans& means, const ports::Target& target,
                                  const ports::Command& command, const std::string& doing) {
  const auto deadline = means.deadline.within(kToSetUp);
  const auto done =
      ports::expect_success(means.shell.run(target, command, deadline), target, command);
  if (done) return done->output;
  auto error = done.error();
  error.command = doing;  // the script itself nobody can read in a message
  return std::unexpected(std::move(error));
}

model::Result<bool> becomes_root(const LoginMeans& means, const ports::Target& target) {
  const ports::Command command{.argv = {"sh", "-c", "[ \"$(id -u)\" = 0 ] || sudo -n true"}};
  const auto done = means.shell.run(target, command, means.deadline.within(kToSetUp));
  if (!done) return std::unexpected(done.error());
  return done->exit_status == 0;
}

std::unexpected<model::Error> not_possible(const ports::Target& target, std::string what,
                                           std::string hint) {
  return std::unexpected(model::Error{.kind = model::ErrorKind::refused,
                                      .what = std::move(what),
                                      .node = target.node,
                                      .hint = std::move(hint)});
}

ports::Target with_password(const LoginTask& task) {
  ports::Target target = task.target;
  if (!task.first_user.empty()) target.ssh->user = task.first_user;
  target.ssh->password = task.password;
  return target;
}

model::Result<void> expect_user(const LoginMeans& means, const LoginTask& task,
                                const ports::Target& first) {
  const std::string& user = task.target.ssh->user;
  const ports::Command command{.argv = {"id", "-u", "--", user}};
  const auto done = means.shell.run(first, command, means.deadline.within(kToSetUp));
  if (!done) return std::unexpected(done.error());
  if (done->exit_status == 0) return {};
  return not_possible(
      first, "there is no user " + user,
      "make that user there, or write ansible_user: " + first.ssh->user + " into the inventory");
}

// Root acts as the user, so that what the user's folder holds cannot lead it elsewhere.
model::Result<bool> authorize(const LoginMeans& means, const LoginTask& task,
                              const ports::Target& first) {
  ports::Command command{.argv = {"sh", "-s", "--", task.public_key},
                         .input = std::string(kAuthorize)};
  if (first.ssh->user != task.target.ssh->user) {
    if (const auto there = expect_user(means, task, first); !there)
      return std::unexpected(there.error());
    const std::vector<std::string> as_user{"runuser", "-u", task.target.ssh->user, "--"};
    command.argv.insert(command.argv.begin(), as_user.begin(), as_user.end());
  }
  const auto said = run_at(means, first, command, "adding the key to authorized_keys");
  if (!said) return std::unexpected(said.error());
  return said->contains("added");
}

model::Result<void> set_up_key(const LoginMeans& means, const LoginTask& task,
                               model::LoginOutcome& outcome) {
  const auto first = with_password(task);
  if (task.password.empty())
    return not_possible(first, "the key does not let " + outcome.user + " in",
                        "give the password: on a terminal, or with --password-file");
  const auto let_in = means.door.lets_in(first, means.deadline);
  if (!let_in) return std::unexpected(let_in.error());
  if (!*let_in)
    return not_possible(first, "neither key nor password let " + first.ssh->user + " in",
                        "is it the right password, and does sshd there take passwords of that "
                        "user (PasswordAuthentication, PermitRootLogin)? --login names another");
  const auto added = authorize(means, task, first);
  if (!added) return std::unexpected(added.error());
  outcome.key_added = *added;
  const auto works = means.door.lets_in(task.target, means.deadline);
  if (!works) return std::unexpected(works.error());
  outcome.key_works = *works;
  if (*works) return {};
  return not_possible(
      task.target,
      "the key is in authorized_keys of " + outcome.user + ", and sshd does not take it",
      "look at PubkeyAuthentication and AuthorizedKeysFile in sshd_config there");
}

// What stands in a file of sudo must be a name and nothing else.
bool is_plain(const std::string& user) {
  return !user.empty() && std::ranges::all_of(user, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  });
}

model::Result<void> set_up_sudo(const LoginMeans& means, const LoginTask& task,
                                model::LoginOutcome& outcome) {
  const std::string& user = task.target.ssh->user;
  const std::string by_hand = "as root there: echo '" + user +
                              " ALL=(ALL:ALL) NOPASSWD: ALL' >/etc/sudoers.d/90-pgmahout-login && "
                              "chmod 0440 /etc/sudoers.d/90-pgmahout-login; sudo must be installed";
  if (task.password.empty() || !is_plain(user))
    return not_possible(task.target, user + " does not become root without a password", by_hand);
  const bool by_root = task.first_user == "root";
  ports::Command command{.argv = {"sh", "-c", std::string(kLetBecomeRoot), "sudoers", user}};
  if (!by_root) {
    const std::vector<std::string> as_root{"sudo", "-k", "-S", "-p", "", "--"};
    command.argv.insert(command.argv.begin(), as_root.begin(), as_root.end());
    command.input = task.password.reveal() + "\n";
  }
  const auto& target = by_root ? with_password(task) : task.target;
  const auto said = run_at(means, target, command, "writing a file of /etc/sudoers.d");
  if (!said) {
    auto error = said.error();
    if (error.hint.empty()) error.hint = by_hand;
    return std::unexpected(std::move(error));
  }
  outcome.sudo_added = true;
  const auto root = becomes_root(means, task.target);
  if (!root) return std::unexpected(root.error());
  outcome.becomes_root = *root;
  if (*root) return {};
  return not_possible(task.target, user + " still does not become root without a password",
                      "does /etc/sudoers there read /etc/sudoers.d?");
}

}  // namespace

model::Result<model::LoginOutcome> look_at_login(const LoginMeans& means,
                                                 const ports::Target& target) {
  model::LoginOutcome found{.node = target.node, .user = target.ssh->user};
  const auto let_in = means.door.lets_in(target, means.deadline);
  if (!let_in) return std::unexpected(let_in.error());
  found.key_works = *let_in;
  if (!found.key_works) return found;
  const auto root = becomes_root(means, target);
  if (!root) return std::unexpected(root.error());
  found.becomes_root = *root;
  return found;
}

model::Result<model::LoginOutcome> set_up_login(const LoginMeans& means, const LoginTask& task,
                                                model::LoginOutcome found) {
  if (!found.key_works) {
    if (const auto done = set_up_key(means, task, found); !done)
      return std::unexpected(done.error());
    const auto root = becomes_root(means, task.target);
    if (!root) return std::unexpected(root.error());
    found.becomes_root = *root;
  }
  if (found.becomes_root) return found;
  if (const auto done = set_up_sudo(means, task, found); !done)
    return std::unexpected(done.error());
  return found;
}

}  // namespace pgmahout::act
