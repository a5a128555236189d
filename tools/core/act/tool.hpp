#pragma once

#include <string>
#include <vector>

#include "act/context.hpp"

namespace pgmahout::act {

/// One executable that Pgpool-II or PostgreSQL runs on a node.
struct Tool {
  std::string name;
  std::size_t arguments = 0;  ///< how many it needs at least; Pgpool-II may give more
  ports::Duration deadline;   ///< by when it has ended, whatever happens
  bool locked = false;        ///< one at a time on this machine; the next waits its turn
  model::Result<void> (*body)(const Context& context, const std::vector<std::string>& arguments);
};

/// The whole life of such an executable: detaches from what it inherits, reads the options, finds
/// out which node this is, takes the lock, runs the body, logs how it ended. Returns main()'s
/// value.
[[nodiscard]] int run_tool(const Tool& tool, int argc, char** argv);

}  // namespace pgmahout::act
