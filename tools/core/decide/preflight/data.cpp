#include <map>

#include "decide/preflight/rules.hpp"

namespace pgmahout::decide {

namespace {

using model::DataState;
using model::MachineProbe;
using model::Node;
using model::Verdict;

Outcome judge_one(const std::string& directory, const MachineProbe& probe) {
  Outcome outcome;
  if (probe.data == DataState::foreign)
    outcome.fail(directory + " is not empty and holds no PostgreSQL data");
  if (probe.data == DataState::unknown)
    outcome.add(Verdict::skipped, directory + " may not be looked into");
  return outcome;
}

// Nodes by the cluster whose data they hold.
std::map<std::string, std::vector<std::string>> data_holders(const model::Preflight& seen) {
  std::map<std::string, std::vector<std::string>> found;
  for (const auto& [name, probe] : seen.nodes)
    if (probe && probe->data == DataState::cluster && !probe->system_identifier.empty())
      found[probe->system_identifier].push_back(name);
  return found;
}

}  // namespace

Outcome judge_data(const PreflightSituation& situation) {
  const auto& directory = situation.cluster.postgresql.data_directory;
  Outcome outcome = each_machine(situation, [&](const Node& /*node*/, const MachineProbe& probe) {
    return judge_one(directory, probe);
  });
  const auto found = data_holders(situation.seen);
  if (found.size() < 2) return outcome;
  for (const auto& [identifier, names] : found)
    for (const auto& name : names)
      outcome.fail(name + ": " + directory + " holds the cluster " + identifier);
  return outcome;
}

}  // namespace pgmahout::decide
