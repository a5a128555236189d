#include "model/synchronous.hpp"

#include <fmt/format.h>

namespace pgmahout::model {

namespace {

// As syncrep_scanner.l reads it: in double quotes any character, a double quote doubled.
std::string quoted(const std::string& name) {
  std::string text = "\"";
  for (const char c : name) text += c == '"' ? std::string("\"\"") : std::string(1, c);
  return text + "\"";
}

}  // namespace

std::string synchronous_names(const Cluster& cluster, const Node& primary) {
  const auto& replication = cluster.replication;
  if (replication.synchronous == Synchronous::off) return "";
  std::string names;
  for (const auto& node : cluster.nodes)
    if (node.name != primary.name) names += (names.empty() ? "" : ", ") + quoted(node.name);
  const bool quorum = replication.synchronous == Synchronous::quorum;
  return fmt::format("{} {} ({})", quorum ? "ANY" : "FIRST", replication.confirmations, names);
}

}  // namespace pgmahout::model
