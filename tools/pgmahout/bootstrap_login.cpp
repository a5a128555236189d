#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <map>

#include "act/bootstrap/host_keys.hpp"
#include "act/bootstrap/key_pair.hpp"
#include "act/bootstrap/login.hpp"
#include "act/bootstrap/password.hpp"
#include "agent/controller.hpp"
#include "bootstrap.hpp"
#include "inventory/home.hpp"
#include "report/bootstrap.hpp"

namespace pgmahout::cli {

namespace {

constexpr ports::Duration kToLook{30000};
constexpr ports::Duration kToLogIn{120000};

std::string who_runs_this() {
  std::array<char, 4096> buffer{};
  struct passwd entry {};
  struct passwd* found = nullptr;
  if (::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
    return "root";
  return entry.pw_name;
}

// The values of those that went well; the errors of the others go into `errors`.
template <typename Value>
std::vector<Value> parted(std::vector<model::Result<Value>> answers, model::Errors& errors) {
  std::vector<Value> values;
  for (auto& each : answers)
    if (each)
      values.push_back(std::move(*each));
    else
      errors.push_back(each.error());
  return values;
}

std::string names_of(const std::vector<model::HostKey>& keys) {
  std::string names;
  for (const auto& key : keys) names += (names.empty() ? "" : ", ") + key.node;
  return names;
}

model::Error unknown_keys(const std::vector<model::HostKey>& keys, model::ErrorKind kind) {
  return {.kind = kind,
          .what = "the host keys of " + names_of(keys) + " are not pinned",
          .hint =
              "compare what is shown with each machine's own (at its console: ssh-keygen -lf "
              "/etc/ssh/ssh_host_ed25519_key.pub); then give --fingerprint NODE=SHA256:... "
              "for each, or --accept-new-host-keys in a network that you trust"};
}

model::Result<decide::HostKeyTrust> trust_of(const BootstrapOptions& options) {
  decide::HostKeyTrust trust{.fingerprints = {}, .accept_new = options.accept_new_host_keys};
  for (const auto& text : options.fingerprints) {
    auto read = decide::read_fingerprint(text);
    if (!read) return std::unexpected(read.error());
    trust.fingerprints.insert(std::move(*read));
  }
  return trust;
}

// Nothing but the whole word will do, and no option answers for the person.
model::Result<void> ask_about(BootstrapWork& work, const std::vector<model::HostKey>& keys) {
  std::cerr << "These host keys are not known yet. Compare each with the machine's own, at its "
               "console:\n  ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub\n"
            << report::host_keys_text(keys) << std::flush;
  if (!work.terminal.is_terminal())
    return std::unexpected(unknown_keys(keys, model::ErrorKind::refused));
  const auto answer = work.terminal.ask("Are they the machines' own? Type yes to pin them: ");
  if (!answer) return std::unexpected(answer.error());
  if (*answer == "yes") return {};
  return std::unexpected(model::Error{.kind = model::ErrorKind::refused,
                                      .what = "the host keys were not accepted; nothing was done"});
}

// With --check they are only shown, and nothing behind them can be looked at.
bool show_unknown(BootstrapWork& work, const std::vector<model::HostKey>& unknown) {
  std::cerr << "Not pinned yet:\n" << report::host_keys_text(unknown) << std::flush;
  work.give_up({unknown_keys(unknown, model::ErrorKind::refused)});
  work.result.exit_code = model::ExitCode::not_as_it_should_be;
  return false;
}

bool pin(BootstrapWork& work, decide::HostKeyChoice choice) {
  if (!choice.to_ask.empty())
    if (const auto accepted = ask_about(work, choice.to_ask); !accepted)
      return work.give_up({accepted.error()});
  choice.to_pin.insert(choice.to_pin.end(), choice.to_ask.begin(), choice.to_ask.end());
  if (const auto done = act::pin_host_keys(work.cluster.known_hosts_file, choice.to_pin); !done)
    return work.give_up({done.error()});
  for (const auto& key : choice.to_pin)
    work.tell(key.node + ": pinned " + key.fingerprint + " in " + work.cluster.known_hosts_file);
  return true;
}

bool is_ready(const model::LoginOutcome& login) { return login.key_works && login.becomes_root; }

model::Error not_ready(const model::LoginOutcome& login) {
  return {.kind = model::ErrorKind::refused,
          .what = login.key_works ? login.user + " does not become root without a password"
                                  : "no key of yours lets " + login.user + " in",
          .node = login.node,
          .hint = "without --check this is set up, with the password"};
}

bool show_not_ready(BootstrapWork& work) {
  model::Errors errors;
  for (const auto& login : work.result.logins)
    if (!is_ready(login)) errors.push_back(not_ready(login));
  work.give_up(std::move(errors));
  work.result.exit_code = model::ExitCode::not_as_it_should_be;
  return false;
}

// Asked once for all: fresh machines of one kind have one. Empty where nobody can be asked.
model::Result<model::Secret> password_for(BootstrapWork& work) {
  const auto& options = work.options;
  if (options.password_file) return act::read_password_file(*options.password_file);
  const auto& nodes = work.cluster.nodes;
  const auto told = std::ranges::find_if(
      nodes, [](const model::Node& node) { return !node.ssh_password.empty(); });
  if (told != nodes.end() && options.login.empty()) return told->ssh_password;
  if (!work.terminal.is_terminal()) return model::Secret();
  const std::string user = options.login.empty() ? work.targets.front().ssh->user : options.login;
  return work.terminal.ask_secret("Password of " + user + " on the machines: ");
}

std::filesystem::path key_file_of(const ports::Target& target) {
  const auto& named = target.ssh->private_key_file;
  return named.empty() ? inventory::expand_home("~/.ssh/id_ed25519") : std::filesystem::path(named);
}

using PublicKeys = std::map<std::filesystem::path, std::string>;

// One after the other, for several machines may want the same new key.
model::Result<PublicKeys> public_keys(BootstrapWork& work) {
  PublicKeys keys;
  const ports::Deadline deadline(work.clock, kToLook, work.stop);
  for (std::size_t index = 0; index < work.targets.size(); ++index) {
    const auto file = key_file_of(work.targets[index]);
    if (work.result.logins[index].key_works || keys.contains(file)) continue;
    auto line = act::ensure_key_pair(work.shell, file, deadline);
    if (!line) return std::unexpected(line.error());
    keys.emplace(file, std::move(*line));
  }
  return keys;
}

std::string what_was_set_up(const model::LoginOutcome& login) {
  std::string text;
  if (login.key_added) text = "the key lets " + login.user + " in now";
  if (login.sudo_added)
    text += (text.empty() ? "" : ", and ") + login.user + " becomes root without a password";
  return text;
}

bool set_up(BootstrapWork& work, const model::Secret& password, const PublicKeys& keys) {
  const act::LoginMeans means{work.door, work.shell, {work.clock, kToLogIn, work.stop}};
  std::vector<std::size_t> places(work.targets.size());
  for (std::size_t index = 0; index < places.size(); ++index) places[index] = index;
  auto answers = ports::at_once(work.crew, places, [&](std::size_t index) {
    const auto& found = work.result.logins[index];
    if (is_ready(found)) return model::Result<model::LoginOutcome>(found);
    const auto& target = work.targets[index];
    const auto key = keys.find(key_file_of(target));
    return act::set_up_login(means,
                             {.target = target,
                              .first_user = work.options.login,
                              .password = password,
                              .public_key = key == keys.end() ? "" : key->second},
                             found);
  });
  model::Errors errors;
  auto done = parted(std::move(answers), errors);
  for (const auto& login : done)
    if (const auto text = what_was_set_up(login); !text.empty())
      work.tell(login.node + ": " + text);
  if (!errors.empty()) return work.give_up(std::move(errors));
  work.result.logins = std::move(done);
  return true;
}

}  // namespace

std::vector<ports::Target> login_targets(const model::Cluster& cluster) {
  std::vector<ports::Target> targets;
  for (const auto& node : cluster.nodes) {
    auto target = agent::controller_target(cluster, node);
    target.ssh->password = model::Secret();
    if (target.ssh->user.empty()) target.ssh->user = who_runs_this();
    targets.push_back(std::move(target));
  }
  return targets;
}

bool trust_hosts(BootstrapWork& work) {
  const auto trust = trust_of(work.options);
  if (!trust) return work.give_up({trust.error()});
  const ports::Deadline deadline(work.clock, kToLook, work.stop);
  model::Errors errors;
  work.result.host_keys =
      parted(act::look_at_host_keys(work.door, work.crew, work.targets, deadline), errors);
  if (!errors.empty()) return work.give_up(std::move(errors));
  auto choice =
      decide::choose_host_keys(work.result.host_keys, *trust, work.cluster.known_hosts_file);
  if (!choice.refusals.empty()) return work.give_up(std::move(choice.refusals));
  if (!work.options.check) return pin(work, std::move(choice));
  choice.to_ask.insert(choice.to_ask.end(), choice.to_pin.begin(), choice.to_pin.end());
  return choice.to_ask.empty() || show_unknown(work, choice.to_ask);
}

bool let_ansible_in(BootstrapWork& work) {
  const act::LoginMeans means{work.door, work.shell, {work.clock, kToLook, work.stop}};
  model::Errors errors;
  work.result.logins = parted(ports::at_once(work.crew, work.targets,
                                             [&](const ports::Target& target) {
                                               return act::look_at_login(means, target);
                                             }),
                              errors);
  if (!errors.empty()) return work.give_up(std::move(errors));
  if (std::ranges::all_of(work.result.logins, is_ready)) return true;
  if (work.options.check) return show_not_ready(work);
  const auto password = password_for(work);
  if (!password) return work.give_up({password.error()});
  const auto keys = public_keys(work);
  if (!keys) return work.give_up({keys.error()});
  return set_up(work, *password, *keys);
}

}  // namespace pgmahout::cli
