#include "inventory/rules.hpp"

#include <algorithm>

#include "inventory/rules/rules.hpp"

namespace pgmahout::inventory {

namespace {

// Where the setting is said, or else where the host is, for a default has no place of its own.
settings::Place place_of(const Bound& bound, std::string_view key, const std::string& node) {
  const auto found = bound.places.find({std::string(key), node});
  if (found != bound.places.end()) return found->second;
  const auto host = bound.hosts.find(node.empty() ? bound.cluster.nodes.front().name : node);
  return host == bound.hosts.end() ? settings::Place{} : host->second;
}

}  // namespace

void RuleContext::refuse(const std::string& what, const std::string& hint) const {
  diagnostics->errors.push_back({.kind = model::ErrorKind::invalid,
                                 .what = std::string(key) + ": " + what,
                                 .hint = hint,
                                 .where = place_of(*bound, key, "").position()});
}

void RuleContext::refuse(const model::Node& node, const std::string& what,
                         const std::string& hint) const {
  diagnostics->errors.push_back({.kind = model::ErrorKind::invalid,
                                 .what = std::string(key) + ": " + what,
                                 .node = node.name,
                                 .hint = hint,
                                 .where = place_of(*bound, key, node.name).position()});
}

void RuleContext::warn(const std::string& what) const {
  diagnostics->warn(place_of(*bound, key, ""), std::string(key) + ": " + what);
}

std::vector<Rule> all_rules() {
  std::vector<Rule> rules;
  for (const auto part : {rules::node_rules(), rules::network_rules(), rules::version_rules(),
                          rules::capacity_rules(), rules::replication_rules(), rules::timer_rules(),
                          rules::path_rules(), rules::name_rules(), rules::secret_rules(),
                          rules::hba_rules(), rules::parameter_rules()})
    rules.insert(rules.end(), part.begin(), part.end());
  return rules;
}

void check_rules(const Bound& bound, Diagnostics& diagnostics) {
  for (const Rule& rule : all_rules()) {
    const bool readable = std::ranges::none_of(rule.reads, [&bound](std::string_view key) {
      return bound.broken.contains(std::string(key));
    });
    if (readable) rule.check({&bound, &diagnostics, rule.reads.front()});
  }
}

}  // namespace pgmahout::inventory
