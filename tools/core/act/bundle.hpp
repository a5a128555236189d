#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "model/error.hpp"
#include "model/secret.hpp"
#include "ports/shell.hpp"

namespace pgmahout::act {

/// A file of a bundle.
struct BundleFile {
  std::string path;  ///< relative; a path that leads out of the bundle is left out
  std::string content;
};

/// Packs the files into a new archive (.tar.gz) of mode 0600, without those secrets in any
/// spelling. The archive is there as a whole or not at all. Errors: refused, when something of that
/// name is there; failed.
[[nodiscard]] model::Result<void> write_bundle(ports::Shell& shell,
                                               const std::filesystem::path& archive,
                                               const std::vector<BundleFile>& files,
                                               std::span<const model::Secret> secrets,
                                               const ports::Deadline& deadline);

}  // namespace pgmahout::act
