#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "render/json.hpp"

namespace pgmahout::act {

/// A file below the output directory. All are written with mode 0600 in directories of mode 0700.
struct OutputFile {
  std::filesystem::path path;  ///< relative
  std::string content;
  bool secret = false;  ///< a difference is told, not shown
};

/// What --out writes: HOST/<destination> for every file of every host, HOST/manifest.json and
/// cluster.json. An error of kind invalid when a host's name cannot be a directory's.
[[nodiscard]] model::Result<std::vector<OutputFile>> output_files(
    const model::Cluster& cluster, const std::vector<render::RenderedHost>& hosts);

/// Brings the directory up to date, each file atomically (temporary file, fsync, rename, fsync of
/// the directory); what is the same already is not touched. Returns the relative paths that were
/// written. Errors of kind failed, or refused when another process is writing there.
[[nodiscard]] model::Result<std::vector<std::filesystem::path>> write_output(
    const std::filesystem::path& directory, const std::vector<OutputFile>& files);

/// The unified diff between the directory and the files; empty when nothing differs. Nothing is
/// written. Errors of kind failed: a file that is there cannot be read.
[[nodiscard]] model::Result<std::string> diff_output(const std::filesystem::path& directory,
                                                     const std::vector<OutputFile>& files);

}  // namespace pgmahout::act
