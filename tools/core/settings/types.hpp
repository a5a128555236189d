#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "model/cluster.hpp"
#include "settings/value.hpp"

namespace pgmahout::settings {

/// What settings say about how strict the checks are; no part of the cluster itself.
struct Policy {
  bool allow_weak_passwords = false;
  bool pgpool_release_given = false;  ///< the version names a release (4.6.3), not a branch (4.6)
};

/// What a setting writes into: the cluster, and for settings of a node that node.
struct Target {
  model::Cluster* cluster;
  model::Node* node;
  Policy* policy;
};

/// A form that text must have.
struct TextForm {
  std::string_view name;      ///< as the documentation calls it, e.g. "IP address"
  std::string_view expected;  ///< completes "must be ...", e.g. "an IPv4 or IPv6 address"
  bool (*fits)(const std::string& text);
};

struct IntegerType {
  std::int64_t least;
  std::int64_t most;
  void (*set)(Target&, std::int64_t);
};
struct NumberType {
  double least;
  double most;
  void (*set)(Target&, double);
};
struct BooleanType {
  void (*set)(Target&, bool);
};
struct ChoiceType {
  std::span<const std::string_view> choices;
  void (*set)(Target&, std::size_t index);
};
struct TextType {
  const TextForm* form;
  void (*set)(Target&, std::string);
};
struct SecretType {
  void (*set)(Target&, model::Secret);
};
struct ParametersType {
  void (*set)(Target&, model::Parameters);
};
struct HbaRulesType {
  void (*set)(Target&, std::vector<model::HbaRule>);
};
struct UsersType {
  void (*set)(Target&, std::vector<model::DatabaseUser>);
};
struct DatabasesType {
  void (*set)(Target&, std::vector<model::Database>);
};
struct ExtensionsType {
  void (*set)(Target&, std::vector<model::Extension>);
};
/// Belongs to the playbooks; the tools only know that it exists and document it.
struct PlaybookType {
  std::string_view name;
};

using Type = std::variant<IntegerType, NumberType, BooleanType, ChoiceType, TextType, SecretType,
                          ParametersType, HbaRulesType, UsersType, DatabasesType, ExtensionsType,
                          PlaybookType>;

/// The forms of text that the table uses.
namespace form {
extern const TextForm kAnything;
extern const TextForm kClusterName;
extern const TextForm kRoleName;
extern const TextForm kAddress;
extern const TextForm kNetwork;
extern const TextForm kHostOrAddress;
extern const TextForm kPath;
extern const TextForm kHomePath;
extern const TextForm kInterface;
extern const TextForm kSlotName;
extern const TextForm kPgpoolVersion;
extern const TextForm kWalSize;
}  // namespace form

}  // namespace pgmahout::settings
