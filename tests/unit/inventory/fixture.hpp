#pragma once

#include <map>
#include <string>

#include "inventory/load.hpp"
#include "temporary_directory.hpp"

namespace pgmahout::inventory::test {

using pgmahout::test::TemporaryDirectory;

/// A good inventory of three nodes. What `hosts` and `variables` say replaces a part of it, so that
/// a test shows only what it is about.
struct Sample {
  std::string hosts =
      "    postgres1: {ansible_host: 10.0.0.181}\n"
      "    postgres2: {ansible_host: 10.0.0.182}\n"
      "    postgres3: {ansible_host: 10.0.0.183}\n";
  std::string variables;  ///< lines "    key: value" of the group; they win over the good ones
};

/// Its text as hosts.yml.
[[nodiscard]] std::string text_of(const Sample& sample);

/// What load() makes of it.
[[nodiscard]] std::expected<Loaded, model::Errors> load_sample(const Sample& sample);

/// All errors as text, one after the other; empty when there are none.
[[nodiscard]] std::string errors_of(const Sample& sample);

}  // namespace pgmahout::inventory::test
