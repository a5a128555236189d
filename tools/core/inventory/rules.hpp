#pragma once

#include <span>
#include <string>
#include <string_view>

#include "inventory/bind.hpp"

namespace pgmahout::inventory {

/// What a rule looks at and tells.
struct RuleContext {
  const Bound* bound;
  Diagnostics* diagnostics;
  std::string_view key;  ///< the setting that errors are about unless said otherwise

  [[nodiscard]] const model::Cluster& cluster() const { return bound->cluster; }
  /// An error about the rule's key as a setting of the whole cluster.
  void refuse(const std::string& what, const std::string& hint) const;
  /// An error about the rule's key on that node.
  void refuse(const model::Node& node, const std::string& what, const std::string& hint) const;
  /// A warning.
  void warn(const std::string& what) const;
};

/// One rule of the book. It is skipped when a setting that it reads could not be read itself.
struct Rule {
  std::string_view name;
  std::string_view doc;                     ///< what must hold and what goes wrong otherwise
  std::span<const std::string_view> reads;  ///< the settings it looks at; the first is `key`
  void (*check)(const RuleContext&);
};

/// Every rule, in the order in which they are checked.
[[nodiscard]] std::vector<Rule> all_rules();

/// Checks every rule against the cluster.
void check_rules(const Bound& bound, Diagnostics& diagnostics);

}  // namespace pgmahout::inventory
