#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pgmahout::plan {

/// One thing that is done to one node.
enum class StepKind : std::uint8_t {
  fence,        ///< its server is stopped and does not start again until it rejoins
  freeze,       ///< it receives no WAL any more
  unfreeze,     ///< it receives from its old primary again
  release,      ///< its fence is taken away, and its server starts again as its gate lets it
  slots,        ///< it has a slot for every other node
  synchronous,  ///< it knows whose confirmation its commits will need
  promote,      ///< it leaves recovery and accepts writes
  repoint,      ///< it follows the new primary
  settle,       ///< nothing of its time as a standby is left, and a checkpoint is made
};

/// How a step that fails is taken.
enum class Weight : std::uint8_t {
  needed,   ///< the steps behind it are not done
  helpful,  ///< it is told, and the plan goes on
};

struct Step {
  StepKind kind = StepKind::fence;
  int node = -1;  ///< id of the node that it is done to
  Weight weight = Weight::needed;

  bool operator==(const Step&) const = default;
};

/// What will be done, in order; neighbouring steps of one kind are done at once.
struct Plan {
  std::vector<Step> steps;

  bool operator==(const Plan&) const = default;
};

/// The name of a kind, as it stands in journals: "fence", "freeze" ...
[[nodiscard]] std::string to_string(StepKind kind);

/// The steps in runs of one kind, each run to be done at once.
[[nodiscard]] std::vector<std::vector<Step>> stages(const Plan& plan);

}  // namespace pgmahout::plan
