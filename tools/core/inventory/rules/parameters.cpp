#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include "inventory/rules/rules.hpp"

namespace pgmahout::inventory::rules {

namespace {

constexpr std::array<std::string_view, 1> kServer{"pgmahout_postgresql_settings"};
constexpr std::array<std::string_view, 1> kPool{"pgmahout_pgpool_settings"};

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char character) {
    return static_cast<char>(std::tolower(character));
  });
  return text;
}

void check_once(const RuleContext& context, const model::Parameters& parameters) {
  std::map<std::string, std::string> seen;
  for (const auto& [name, value] : parameters) {
    const auto [known, is_new] = seen.try_emplace(lower(name), name);
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
    const std::string plain = lower(name);
    if (plain == "wd_authkey")
      context.refuse("wd_authkey is a secret and has no place here", "set pgmahout_watchdog_key");
    else if (plain.find("_password") != std::string::npos)
      context.refuse(fmt::format("{} is a secret and has no place here", name),
                     "passwords are looked up in pool_passwd: add the user to pgmahout_users");
  }
}

constexpr std::array<Rule, 3> kRules{{
    {"server-parameters-once", "No parameter of PostgreSQL is set twice in different case.",
     kServer, server_parameters_once},
    {"pool-parameters-once", "The same for Pgpool-II.", kPool, pool_parameters_once},
    {"no-secrets-in-parameters",
     "Passwords and keys are no parameters: they would be readable in "
     "the nodes' description.",
     kPool, no_secrets},
}};

}  // namespace

std::span<const Rule> parameter_rules() { return kRules; }

}  // namespace pgmahout::inventory::rules
