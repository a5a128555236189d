#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "inventory/rules/rules.hpp"

namespace pgmahout::inventory::rules {

namespace {

constexpr std::array<std::string_view, 7> kSecrets{"pgmahout_postgres_password",
                                                   "pgmahout_replication_password",
                                                   "pgmahout_pgpool_password",
                                                   "pgmahout_pcp_password",
                                                   "pgmahout_watchdog_key",
                                                   "pgmahout_password_key",
                                                   "pgmahout_users"};
constexpr std::array<std::string_view, 8> kStrength{"pgmahout_postgres_password",
                                                    "pgmahout_replication_password",
                                                    "pgmahout_pgpool_password",
                                                    "pgmahout_pcp_password",
                                                    "pgmahout_watchdog_key",
                                                    "pgmahout_password_key",
                                                    "pgmahout_users",
                                                    "pgmahout_allow_weak_passwords"};
constexpr std::array<std::string_view, 4> kPasswords{"pgmahout_postgres_password",
                                                     "pgmahout_replication_password",
                                                     "pgmahout_pgpool_password", "pgmahout_users"};
constexpr std::array<std::string_view, 1> kWatchdogKey{"pgmahout_watchdog_key"};
constexpr std::size_t kShortest = 8;

struct Named {
  std::string_view key;
  std::string user;  // whose password it is; empty: a key
  const model::Secret* secret;
};

std::vector<Named> all_secrets(const model::Cluster& cluster) {
  const auto& postgresql = cluster.postgresql;
  const auto& pgpool = cluster.pgpool;
  std::vector<Named> secrets{
      {kSecrets[0], postgresql.superuser, &postgresql.superuser_password},
      {kSecrets[1], postgresql.replication_user, &postgresql.replication_password},
      {kSecrets[2], pgpool.user, &pgpool.password},
      {kSecrets[3], pgpool.user, &pgpool.pcp_password},
      {kSecrets[4], "", &pgpool.watchdog_key},
      {kSecrets[5], "", &pgpool.password_key}};
  for (const auto& user : postgresql.users)
    secrets.push_back({kSecrets[6], user.name, &user.password});
  return secrets;
}

void refuse(const RuleContext& context, const Named& secret, const std::string& what,
            const std::string& hint) {
  RuleContext about = context;
  about.key = secret.key;
  const bool listed = secret.key == "pgmahout_users";
  about.refuse(listed ? fmt::format("the password of {} {}", secret.user, what) : "it " + what,
               hint);
}

// Lower-case letters and inner digits only: "Change_Me123!" and "changeme" are the same word.
std::string core_of(const std::string& text) {
  std::string core;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte < 0x80 && std::isalnum(byte) != 0) core += static_cast<char>(std::tolower(byte));
  }
  while (!core.empty() && std::isdigit(static_cast<unsigned char>(core.back())) != 0)
    core.pop_back();
  return core;
}

bool is_well_known(const Named& secret) {
  constexpr std::array<std::string_view, 20> kWords{
      "changeme", "changeit", "change",     "password", "passwd",   "pass",  "passw0rd",
      "secret",   "postgres", "postgresql", "pgpool",   "pgmahout", "repl",  "replication",
      "admin",    "root",     "default",    "letmein",  "welcome",  "qwerty"};
  const std::string& text = secret.secret->reveal();
  const std::string core = core_of(text);
  if (std::ranges::find(kWords, core) != kWords.end()) return true;
  // Digits alone are counted through in no time.
  const bool digits = std::ranges::all_of(
      text, [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
  return digits || (!secret.user.empty() && (text == secret.user || core == core_of(secret.user)));
}

void not_empty(const RuleContext& context) {
  for (const auto& secret : all_secrets(context.cluster()))
    if (secret.secret->empty()) refuse(context, secret, "is empty", "set it in a vault");
}

void no_line_breaks(const RuleContext& context) {
  for (const auto& secret : all_secrets(context.cluster())) {
    const std::string& text = secret.secret->reveal();
    if (text.find_first_of(std::string("\n\r\0", 3)) != std::string::npos)
      refuse(context, secret, "holds a line break or a NUL byte, which no password file can carry",
             "a value of several lines in YAML ends with a line break: use |- or quotes");
  }
}

void not_weak(const RuleContext& context) {
  if (context.bound->policy.allow_weak_passwords) return;
  for (const auto& secret : all_secrets(context.cluster())) {
    if (secret.secret->empty()) continue;
    if (is_well_known(secret))
      refuse(context, secret, "is well known or easily guessed",
             "make one up: openssl rand -hex 16 (in a lab: pgmahout_allow_weak_passwords: true)");
    else if (secret.secret->reveal().size() < kShortest)
      refuse(context, secret, fmt::format("is shorter than {} characters", kShortest),
             "make one up: openssl rand -hex 16 (in a lab: pgmahout_allow_weak_passwords: true)");
  }
}

// What PostgreSQL takes for a hash that was made elsewhere and stores as it is (crypt.c:
// get_password_type): nobody could log in with it, and Pgpool-II would send it as a password.
bool looks_hashed(const std::string& text) {
  constexpr std::size_t kMd5Length = 35;
  if (text.starts_with("SCRAM-SHA-256$")) return true;
  return text.size() == kMd5Length && text.starts_with("md5") &&
         text.find_first_not_of("0123456789abcdef", 3) == std::string::npos;
}

void not_hashed(const RuleContext& context) {
  for (const auto& secret : all_secrets(context.cluster()))
    if (looks_hashed(secret.secret->reveal()))
      refuse(context, secret, "is a hash, which PostgreSQL would store as it is",
             "give the password itself, in a vault: the hash is made from it");
}

void plain_watchdog_key(const RuleContext& context) {
  const std::string& key = context.cluster().pgpool.watchdog_key.reveal();
  const bool plain = std::ranges::all_of(key, [](char character) {
    const auto byte = static_cast<unsigned char>(character);
    return byte < 0x80 && std::isalnum(byte) != 0;
  });
  if (!plain)
    context.refuse(
        "it holds other characters than letters and digits, which crash the watchdog of "
        "some releases",
        "make one up: openssl rand -hex 16");
}

constexpr std::array<Rule, 5> kSecretRules{{
    {"secrets-not-empty", "No password and no key is empty.", kSecrets, not_empty},
    {"secrets-without-line-breaks",
     "No secret holds a line break or NUL: .pgpass, pool_passwd and "
     "the others are files of lines.",
     kSecrets, no_line_breaks},
    {"secrets-not-weak",
     "No secret is well known, its user's name, digits alone or shorter than 8 "
     "characters, unless pgmahout_allow_weak_passwords says that this is a lab.",
     kStrength, not_weak},
    {"secrets-are-no-hashes", "Passwords are given as they are, not as md5 or SCRAM hashes.",
     kPasswords, not_hashed},
    {"plain-watchdog-key", "The watchdog's key is of letters and digits.", kWatchdogKey,
     plain_watchdog_key},
}};

}  // namespace

std::span<const Rule> secret_rules() { return kSecretRules; }

}  // namespace pgmahout::inventory::rules
