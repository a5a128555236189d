#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/cluster.hpp"
#include "model/error.hpp"
#include "model/layout.hpp"

namespace pgmahout::render {

/// When in a deployment the file is put in place: `system` before anything is installed, `node`
/// before any server is configured, `recovery` once the data directory exists.
enum class Stage : std::uint8_t { system, node, postgresql, pgpool, recovery };

/// What must happen on the node after the file has changed.
enum class OnChange : std::uint8_t {
  none,
  reload_postgresql,
  reload_pgpool,
  restart_pgpool,
  daemon_reload,
  restart_guard,  ///< both of our services, after systemd has read its units again
  load_network,   ///< the kernel's parameters
};

/// "system", "node", "postgresql", ...
[[nodiscard]] std::string_view to_string(Stage stage);
/// "none", "reload_postgresql", ...
[[nodiscard]] std::string_view to_string(OnChange on_change);

/// One file for one node.
struct RenderedFile {
  Stage stage = Stage::node;
  std::string destination;  ///< absolute path on the node
  std::string owner = "root";
  std::string group = "root";
  std::string mode = "0644";  ///< four octal digits
  std::string content;
  bool secret = false;  ///< the content must not be shown
  OnChange on_change = OnChange::none;
  /// A command with %s for the file, to check it before it is put in place; empty: none.
  std::string validate;

  bool operator==(const RenderedFile&) const = default;
};

/// All files of one node, in the order of their stages. Pure: the same cluster gives the same
/// bytes. Errors of kind invalid: a setting that this version does not know or that is not the
/// user's to set, a value that its file cannot carry, a network device that nobody named.
[[nodiscard]] model::Result<std::vector<RenderedFile>> render_host(const model::Cluster& cluster,
                                                                   const model::Node& node);

/// The same with other paths than those of the packages.
[[nodiscard]] model::Result<std::vector<RenderedFile>> render_host(const model::Cluster& cluster,
                                                                   const model::Node& node,
                                                                   const model::Layout& layout);

}  // namespace pgmahout::render
