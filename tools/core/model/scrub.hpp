#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/cluster.hpp"
#include "model/secret.hpp"

namespace pgmahout::model {

/// What stands where a secret was.
inline constexpr std::string_view kScrubbed = "[removed]";

/// Every secret that the cluster's inventory holds; empty ones are left out.
[[nodiscard]] std::vector<Secret> secrets_of(const Cluster& cluster);

/// The text without those secrets, as they are and as JSON, SQL, connection strings and password
/// files write them.
[[nodiscard]] std::string without_secrets(std::string text, std::span<const Secret> secrets);

/// The text without what looks like a secret, whoever's it is: values of settings, options and SQL
/// whose name speaks of a password or a key, passwords in URLs, hashed passwords, private keys, and
/// documents of ansible-vault.
[[nodiscard]] std::string without_secret_shapes(std::string_view text);

}  // namespace pgmahout::model
