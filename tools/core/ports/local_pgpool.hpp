#pragma once

#include "model/error.hpp"

namespace pgmahout::ports {

/// The Pgpool-II of this machine as processes, whether it answers or not. What one asks a running
/// one goes through PCP.
class LocalPgpool {
 public:
  virtual ~LocalPgpool() = default;

  [[nodiscard]] virtual bool runs() = 0;
  /// Kills it, which systemd then starts anew. The last resort against one whose main process
  /// hangs: it takes no orderly stop either. Errors: it does not run.
  [[nodiscard]] virtual model::Result<void> end() = 0;
  /// Ends the processes by which it talks PCP to its clients, which hear no more from it. Returns
  /// how many there were.
  virtual int end_conversations() = 0;
};

}  // namespace pgmahout::ports
