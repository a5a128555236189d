#pragma once

#include "act/context.hpp"
#include "act/stopwatch.hpp"

namespace pgmahout::act {

/// Ends the PCP conversations of a Pgpool-II that answers nobody by PCP any more. At the end of a
/// failover its main process waits until the last of them is over (failover() in pgpool_main.c,
/// pcp_exit_handler() in pcp_child.c), and they know no time limit: a program that is connected and
/// says nothing would hold up every failover that comes after.
class PcpWatch {
 public:
  explicit PcpWatch(const Context& context) : context_(context) {}

  /// Told at every look whether it answered.
  void look(bool answered);

 private:
  const Context& context_;
  Stopwatch silent_;
};

}  // namespace pgmahout::act
