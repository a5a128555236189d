#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "model/cluster.hpp"
#include "model/error.hpp"
#include "render/render.hpp"

namespace pgmahout::render {

/// The files of one node.
struct RenderedHost {
  const model::Node* node = nullptr;  ///< within the cluster that was rendered
  std::vector<RenderedFile> files;
};

/// The files of every node, or of the one named `host` when that is not empty. The first error ends
/// it; an unknown host is an error of kind usage.
[[nodiscard]] model::Result<std::vector<RenderedHost>> render_hosts(const model::Cluster& cluster,
                                                                    const std::string& host);

/// What `pgmahout render --json` prints: description, users, databases, extensions and hosts with
/// their files. It holds passwords and keys.
[[nodiscard]] nlohmann::json to_json(const model::Cluster& cluster,
                                     const std::vector<RenderedHost>& hosts);

/// What manifest.json of a host holds: its files without their contents.
[[nodiscard]] nlohmann::json manifest(const RenderedHost& host);

}  // namespace pgmahout::render
