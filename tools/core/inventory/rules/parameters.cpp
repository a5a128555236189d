#include <fmt/format.h>

#include <array>
#include <map>

#include "inventory/rules/rules.hpp"
#include "model/lower_case.hpp"

namespace pgmahout::inventory::rules {

namespace {

constexpr std::array<std::string_view, 1> kServerSettings{"pgmahout_postgresql_settings"};
constexpr std::array<std::string_view, 1> kPoolSettings{"pgmahout_pgpool_settings"};

void check_once(const RuleContext& context, const model::Parameters& parameters) {
  std::map<std::string, std::string> seen;
  for (const auto& [name, value] : parameters) {
    const auto [known, is_new] = seen.try_emplace(model::lower_case(name), name);
    if (!is_new)
      context.refuse(fmt::format("{} and {} are the same parameter", known->second, name),
                     "set it once: case does not matter in names of parameters");
  }
}

void server_parameters_once(const RuleContext& context) {
  check_once(context, context.cluster().postgresql.settings);
}

void pool_parameters_once(const RuleContext& context) {
  check_once(context, context.cluster().pgpool.settings);
}

// These would travel in clear text into the nodes' description and every message about settings.
void no_secrets(const RuleContext& context) {
  for (const auto& [name, value] : context.cluster().pgpool.settings) {
    const std::string plain = model::lower_case(name);
    if (plain == "wd_authkey")
      context.refuse("wd_authkey is a secret and has no place here", "set pgmahout_watchdog_key");
    else if (plain.find("_password") != std::string::npos)
      context.refuse(fmt::format("{} is a secret and has no place here", name),
                     "passwords are looked up in pool_passwd: add the user to pgmahout_users");
  }
}

constexpr std::array<Rule, 3> kParameterRules{{
    {"server-parameters-once", "No parameter of PostgreSQL is set twice in different case.",
     kServerSettings, server_parameters_once},
    {"pool-parameters-once", "The same for Pgpool-II.", kPoolSettings, pool_parameters_once},
    {"no-secrets-in-parameters",
     "Passwords and keys are no parameters: they would be readable in "
     "the nodes' description.",
     kPoolSettings, no_secrets},
}};

}  // namespace

std::span<const Rule> parameter_rules() { return kParameterRules; }

}  // namespace pgmahout::inventory::rules
