#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/vault.hpp"
#include "settings/value.hpp"

namespace pgmahout::inventory {

/// Replaces "{{ other_variable }}" in the values of one host's variables and opens its vault
/// values. Only plain references are known: a value that is one reference takes that variable's
/// value as it is, a reference within text becomes text. Everything else that Jinja can do is an
/// error that names the place.
class References {
 public:
  /// `variables` and `vault` must outlive this.
  References(const settings::Variables& variables, const Vault& vault)
      : variables_(&variables), vault_(&vault) {}

  /// The value of that variable with every reference in it replaced. Errors: invalid (unknown
  /// variable, circle, not a plain reference, a vault that does not open).
  [[nodiscard]] model::Result<settings::ValuePtr> resolve(const std::string& name);

 private:
  using Result = model::Result<settings::ValuePtr>;

  Result replace(const settings::ValuePtr& value);
  Result replace_text(const settings::Value& value);
  Result replace_list(const settings::Value& value);
  Result replace_map(const settings::Value& value);
  Result open_vault(const settings::Value& value);
  Result follow(const std::string& name, const settings::Place& place);

  const settings::Variables* variables_;
  const Vault* vault_;
  std::map<std::string, settings::ValuePtr> done_;
  std::size_t depth_ = 0;          ///< of lists and mappings around the value being replaced
  std::vector<std::string> open_;  ///< being resolved, outermost first
};

}  // namespace pgmahout::inventory
