#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/cluster_history.hpp"

namespace pgmahout::decide {

/// The node that writes, or of those in recovery the one on the newest timeline.
struct PresentServer {
  std::string node;
  model::ServerTimeline server;
};

/// Nothing when no server answers. Of two that write the one on the newer timeline is taken, and a
/// remark tells it.
[[nodiscard]] std::optional<PresentServer> present_server(const model::NodeHistories& histories,
                                                          std::vector<std::string>& remarks);

/// A way from one timeline to the next, as .history files and certificates tell it, and who says
/// so. Two of one number are two promotions that knew nothing of each other.
struct Branch {
  model::Timeline timeline;
  std::optional<model::TimelineSwitch> parent;  ///< nothing: none is known, as of timeline 1
  std::string written;                          ///< the first file of it; empty: nobody knows
  std::vector<std::string> nodes;
  bool certified = false;
  bool stands = false;  ///< a file of it is there
  bool undone = false;  ///< its files are there, and all of them renamed
};

/// All of them, by number. Of several of one number that were not undone only one is taken: that of
/// the present primary, else a certified one, else that of most nodes; a remark tells the others.
[[nodiscard]] std::vector<Branch> branches_of(const model::NodeHistories& histories,
                                              const std::optional<PresentServer>& present,
                                              std::vector<std::string>& remarks);

}  // namespace pgmahout::decide
