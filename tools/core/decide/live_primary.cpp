#include "decide/live_primary.hpp"

#include <algorithm>
#include <vector>

#include "decide/refuse.hpp"

namespace pgmahout::decide {

namespace {

std::string join(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

model::Result<std::string> live_primary(const model::Observation& observation,
                                        const std::string& wanted) {
  std::vector<std::string> primaries;
  std::vector<std::string> silent;
  for (const auto& node : observation.nodes) {
    if (node.accepts_writes()) primaries.push_back(node.name);
    if (node.silence) silent.push_back(node.name + " (" + node.silence->what + ")");
  }
  if (primaries.size() > 1)
    return refuse("several nodes accept writes: " + join(primaries),
                  "two primaries have data of their own; stop the one that is wrong first");
  if (primaries.empty())
    return refuse(
        "no node is primary" + (silent.empty() ? "" : "; these did not answer: " + join(silent)),
        "start the primary, or bring the silent nodes back");
  if (!wanted.empty() && primaries.front() != wanted)
    return refuse(wanted + " is not the primary: " + primaries.front() + " is",
                  "leave --from out, or name " + primaries.front());
  if (wanted.empty() && !silent.empty())
    return refuse("a node that does not answer may be primary too: " + join(silent),
                  "bring it back, or say whom to copy from: --from " + primaries.front());
  return primaries.front();
}

}  // namespace pgmahout::decide
