#include "render/render.hpp"

#include <algorithm>
#include <array>

#include "render/subject.hpp"

namespace pgmahout::render {

namespace {

using Builder = Files (*)(const Subject&);

constexpr std::array<Builder, 15> kBuilders{
    network_conf, description, known_hosts,        password_files,  sudoers,
    systemd,      wal_scripts, postgresql_service, postgresql_conf, pg_hba,
    pgpool_conf,  pool_hba,    pool_passwd,        pcp_conf,        recovery_scripts};

}  // namespace

std::string_view to_string(Stage stage) {
  constexpr std::array<std::string_view, 5> names{"system", "node", "postgresql", "pgpool",
                                                  "recovery"};
  return names.at(static_cast<std::size_t>(stage));
}

std::string_view to_string(OnChange on_change) {
  constexpr std::array<std::string_view, 7> names{
      "none",          "reload_postgresql", "reload_pgpool", "restart_pgpool",
      "daemon_reload", "restart_guard",     "load_network"};
  return names.at(static_cast<std::size_t>(on_change));
}

Files render_host(const model::Cluster& cluster, const model::Node& node) {
  return render_host(cluster, node, model::layout_of(cluster, node));
}

Files render_host(const model::Cluster& cluster, const model::Node& node,
                  const model::Layout& layout) {
  const Subject subject{cluster, node, layout};
  std::vector<RenderedFile> all;
  for (const Builder build : kBuilders) {
    auto files = build(subject);
    if (!files) {
      if (files.error().node.empty()) files.error().node = node.name;
      return files;
    }
    std::ranges::move(*files, std::back_inserter(all));
  }
  std::ranges::stable_sort(all, {}, &RenderedFile::stage);
  return all;
}

}  // namespace pgmahout::render
