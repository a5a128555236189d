#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

#include "inventory/rules/rules.hpp"
#include "settings/address.hpp"

namespace pgmahout::inventory::rules {

namespace {

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 1> kServerHba{"pgmahout_postgresql_hba"};
constexpr std::array<std::string_view, 2> kServerAndSettings{"pgmahout_postgresql_hba",
                                                             "pgmahout_postgresql_settings"};
constexpr std::array<std::string_view, 1> kPoolHba{"pgmahout_pool_hba"};

constexpr std::array<std::string_view, 6> kServerTypes{"local",     "host",       "hostssl",
                                                       "hostnossl", "hostgssenc", "hostnogssenc"};
constexpr std::array<std::string_view, 4> kPoolTypes{"local", "host", "hostssl", "hostnossl"};
constexpr std::array<std::string_view, 13> kServerMethods{
    "trust", "reject", "scram-sha-256", "md5",    "password", "gss", "sspi",
    "ident", "peer",   "ldap",          "radius", "cert",     "pam"};
constexpr std::array<std::string_view, 8> kPoolMethods{"trust",    "reject", "md5", "scram-sha-256",
                                                       "password", "cert",   "pam", "ldap"};

bool contains(Words words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

// The network that an address field names; nullopt for words, names and "all".
std::optional<settings::Network> network_of(const std::string& address) {
  if (const auto network = settings::parse_network(address)) return network;
  const auto host = settings::parse_address(address);
  return host ? std::optional(settings::Network{*host, host->bits()}) : std::nullopt;
}

bool is_name(const std::string& address) {
  return !address.empty() && std::ranges::all_of(address, [](char character) {
    const auto byte = static_cast<unsigned char>(character);
    return std::isalnum(byte) != 0 || character == '.' || character == '-' || character == '_';
  });
}

// Digits and dots, or colons: meant as an address, not as a host's name.
bool is_numeric(const std::string& address) {
  return address.find_first_not_of("0123456789./") == std::string::npos ||
         address.find(':') != std::string::npos || address.find('/') != std::string::npos;
}

std::string address_fault(const model::HbaRule& rule) {
  if (rule.type == "local") return rule.address.empty() ? "" : "is local, so it has no address";
  if (rule.address.empty()) return "needs an address";
  if (network_of(rule.address)) return "";
  if (is_numeric(rule.address) || !is_name(rule.address))
    return fmt::format("has the address \"{}\", which is none", rule.address);
  return "";
}

std::string combination_fault(const model::HbaRule& rule) {
  if (rule.method == "peer" && rule.type != "local") return "uses peer, which is for local only";
  if (rule.method == "cert" && rule.type != "hostssl") return "uses cert, which needs hostssl";
  if ((rule.method == "ident" || rule.method == "gss" || rule.method == "sspi") &&
      rule.type == "local")
    return fmt::format("uses {}, which is not for local", rule.method);
  return "";
}

std::string fault_of(const model::HbaRule& rule, Words types, Words methods) {
  if (!contains(types, rule.type))
    return fmt::format("has the type \"{}\", not one of {}", rule.type, fmt::join(types, ", "));
  if (!contains(methods, rule.method))
    return fmt::format("has the method \"{}\", not one of {}", rule.method,
                       fmt::join(methods, ", "));
  const std::string address = address_fault(rule);
  return address.empty() ? combination_fault(rule) : address;
}

// Nobody owns a network this large, so it means strangers.
bool is_everywhere(const model::HbaRule& rule) {
  if (rule.type == "local") return false;
  if (rule.address == "all") return true;
  const auto network = network_of(rule.address);
  return network && network->prefix < (network->base.v6 ? 16 : 8);
}

void check(const RuleContext& context, const std::vector<model::HbaRule>& rules, Words types,
           Words methods) {
  for (std::size_t index = 0; index < rules.size(); ++index) {
    const std::string fault = fault_of(rules[index], types, methods);
    if (!fault.empty())
      context.refuse(fmt::format("rule {} {}", index + 1, fault),
                     "a rule has type, database, user, address (not for local) and method");
  }
}

void check_trust(const RuleContext& context, const std::vector<model::HbaRule>& rules) {
  for (std::size_t index = 0; index < rules.size(); ++index)
    if (rules[index].method == "trust" && is_everywhere(rules[index]))
      context.refuse(fmt::format("rule {} lets everybody in from {} without a password", index + 1,
                                 rules[index].address),
                     "use scram-sha-256, or name the hosts that are trusted");
}

void server_rules_well_formed(const RuleContext& context) {
  check(context, context.cluster().postgresql.hba_rules, kServerTypes, kServerMethods);
}

bool has_ssl(const model::Cluster& cluster) {
  constexpr std::array<std::string_view, 4> kOn{"on", "true", "yes", "1"};
  const auto ssl = cluster.postgresql.settings.find("ssl");
  return ssl != cluster.postgresql.settings.end() && contains(kOn, ssl->second);
}

void encrypted_rules_can_match(const RuleContext& context) {
  const auto& rules = context.cluster().postgresql.hba_rules;
  for (std::size_t index = 0; index < rules.size() && !has_ssl(context.cluster()); ++index)
    if (rules[index].type == "hostssl")
      context.refuse(fmt::format("rule {} is for encrypted connections, and ssl is off", index + 1),
                     "switch it on: pgmahout_postgresql_settings: {ssl: \"on\", ssl_cert_file: …, "
                     "ssl_key_file: …}");
}

void pool_rules_well_formed(const RuleContext& context) {
  check(context, context.cluster().pgpool.hba_rules, kPoolTypes, kPoolMethods);
}
void server_trusts_few(const RuleContext& context) {
  check_trust(context, context.cluster().postgresql.hba_rules);
}
void pool_trusts_few(const RuleContext& context) {
  check_trust(context, context.cluster().pgpool.hba_rules);
}

constexpr std::array<Rule, 5> kHbaRules{{
    {"hba-well-formed",
     "Rules of pg_hba.conf have types, addresses and methods that exist and go "
     "together: one bad line and PostgreSQL does not start.",
     kServerHba, server_rules_well_formed},
    {"hba-encryption", "A rule hostssl needs ssl, or it never matches.", kServerAndSettings,
     encrypted_rules_can_match},
    {"pool-hba-well-formed", "The same for pool_hba.conf and what Pgpool-II knows.", kPoolHba,
     pool_rules_well_formed},
    {"hba-trusts-few", "No rule of pg_hba.conf trusts everybody from everywhere.", kServerHba,
     server_trusts_few},
    {"pool-hba-trusts-few", "No rule of pool_hba.conf trusts everybody from everywhere.", kPoolHba,
     pool_trusts_few},
}};

}  // namespace

std::span<const Rule> hba_rules() { return kHbaRules; }

}  // namespace pgmahout::inventory::rules
