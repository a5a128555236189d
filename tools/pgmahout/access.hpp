#pragma once

#include <expected>
#include <memory>

#include "CLI/CLI.hpp"
#include "agent/reach.hpp"
#include "inventory/load.hpp"
#include "model/node_report.hpp"
#include "ports/crew.hpp"
#include "ports/machine_shell.hpp"

namespace pgmahout::cli {

/// Which cluster a command is about.
struct AccessOptions {
  inventory::LoadOptions load;  ///< its inventory empty: the cluster of the node that it runs on
};

/// Adds -i and --vault-password-file.
void add_access(CLI::App& command, AccessOptions& options);

/// A cluster and the way to its nodes: from the controller by its inventory, as Ansible reaches
/// them; or from one of the nodes by that node's own description, as the OS user postgres, whom
/// root becomes for good then. Opened before any thread is started; neither moved nor copied, for
/// the way refers to it.
class Access {
 public:
  [[nodiscard]] static std::expected<std::unique_ptr<Access>, model::Errors> open(
      const AccessOptions& options);
  Access(const Access&) = delete;
  Access& operator=(const Access&) = delete;

  [[nodiscard]] const model::Cluster& cluster() const { return cluster_; }
  [[nodiscard]] agent::Reach reach();
  /// How every node is now; one that has not answered by then is silent.
  [[nodiscard]] model::Reports look(std::stop_token stop,
                                    ports::Duration patience = ports::Duration{5000});
  [[nodiscard]] ports::Clock& clock() { return clock_; }
  [[nodiscard]] ports::Crew& crew() { return crew_; }

 private:
  Access() = default;
  [[nodiscard]] model::Result<void> open_here();

  model::Cluster cluster_;
  bool here_ = false;          // on a node
  const model::Node* self_{};  // that node; null: its address is down
  ports::SystemClock clock_;
  ports::MachineShell shell_;
  ports::Threads crew_;
};

}  // namespace pgmahout::cli
