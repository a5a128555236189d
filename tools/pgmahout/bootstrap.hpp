#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "decide/bootstrap/host_keys.hpp"
#include "inventory/load.hpp"
#include "model/bootstrap.hpp"
#include "ports/crew.hpp"
#include "ports/machine_shell.hpp"
#include "ports/ssh/ssh_door.hpp"
#include "ports/terminal.hpp"

namespace pgmahout::cli {

/// What the command line says.
struct BootstrapOptions {
  inventory::LoadOptions load;
  std::vector<std::string> fingerprints;
  bool accept_new_host_keys = false;
  std::string login;  ///< whom the password lets in; empty: the inventory's own user
  std::optional<std::filesystem::path> password_file;
  std::filesystem::path playbook;
  bool check = false;
  bool yes = false;
  bool json = false;
};

/// With what the steps work, and what they have found so far. A step returns whether the next one
/// may follow; when not, it has said why in `result`.
struct BootstrapWork {
  const BootstrapOptions& options;
  const model::Cluster& cluster;
  ports::Terminal& terminal;
  ports::Clock& clock;
  std::stop_token stop;
  std::vector<ports::Target> targets;  ///< as Ansible will log in, in the order of the nodes
  ports::MachineShell shell;
  ports::ssh::SshDoor door;
  ports::Threads crew;
  model::Bootstrap result;

  /// Ends with these errors, and the exit code of the first. False, for the step to return.
  bool give_up(model::Errors errors);
  /// For people who wait; nothing with --json.
  void tell(const std::string& text) const;
};

/// The machines as the inventory says that Ansible logs in, by key.
[[nodiscard]] std::vector<ports::Target> login_targets(const model::Cluster& cluster);

/// Step 1: every host key is pinned, by what the person says of those that are not.
[[nodiscard]] bool trust_hosts(BootstrapWork& work);
/// Step 2: the key lets Ansible's user in everywhere, and that user becomes root.
[[nodiscard]] bool let_ansible_in(BootstrapWork& work);

}  // namespace pgmahout::cli
