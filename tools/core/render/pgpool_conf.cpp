#include <array>

#include "render/pgpool_owned.hpp"
#include "render/pgpool_parameters.hpp"
#include "render/pgpool_sections.hpp"
#include "render/quote.hpp"

namespace pgmahout::render {

namespace {

using model::Error;
using model::ErrorKind;
using model::Result;

// Read at the start only, whatever their context says: the watchdog's processes do not take them up
// again, and a server's address is compared with what pgpool_status remembers.
constexpr std::array<std::string_view, 6> kReadAtStart{
    "wd_", "hostname", "pgpool_port", "heartbeat_", "backend_hostname", "backend_port"};

bool only_by_restart(const Parameter& parameter, const model::Version& version) {
  const auto* row = pgpool_parameters().find(parameter.name, version);
  if (row == nullptr || needs_restart(row->context)) return true;
  for (const auto prefix : kReadAtStart)
    if (parameter.name.starts_with(prefix)) return true;
  return false;
}

std::vector<Section> restart_only(std::vector<Section> sections, const model::Version& version) {
  for (auto& section : sections)
    std::erase_if(section.parameters,
                  [&](const Parameter& parameter) { return !only_by_restart(parameter, version); });
  return sections;
}

Result<void> possible(const Subject& subject) {
  const auto& [cluster, node, layout] = subject;
  const bool ipv6 = is_ipv6(node.address) || is_ipv6(cluster.vip);
  if (ipv6 && cluster.pgpool.version < model::Version{4, 6, 0})
    return std::unexpected(Error{
        .kind = ErrorKind::invalid,
        .what = "the watchdog of Pgpool-II " + to_string(cluster.pgpool.version) + " knows no IPv6",
        .hint = "use Pgpool-II 4.6 or later, or IPv4 addresses"});
  // The data directory is an argument of failover_command, which a shell reads in double quotes.
  if (cluster.postgresql.data_directory.find_first_of("\"$`\\'\n") != std::string::npos)
    return std::unexpected(
        Error{.kind = ErrorKind::invalid,
              .what = "pgmahout_postgresql_data_directory has a character that pgpool.conf and the "
                      "shell behind failover_command cannot carry: one of \" $ ` \\ ' or a newline",
              .hint = "choose a directory without it"});
  return {};
}

Result<std::vector<Section>> sections_of(const Subject& subject) {
  const auto& pgpool = subject.cluster.pgpool;
  auto vip = pgpool_vip(subject);
  if (!vip) return std::unexpected(vip.error());
  return with_settings({pgpool_connections(subject), pgpool_backends(subject),
                        pgpool_pools(subject), pgpool_checks(subject), pgpool_failover(subject),
                        pgpool_recovery(subject), pgpool_log(subject), pgpool_watchdog(subject),
                        pgpool_watchdog_nodes(subject), pgpool_heartbeat(subject), *vip},
                       pgpool.settings,
                       {.table = pgpool_parameters(),
                        .version = pgpool.version,
                        .owned = pgpool_owned(),
                        .settings_key = "pgmahout_pgpool_settings"});
}

RenderedFile node_id(const Subject& subject) {
  return {.stage = Stage::pgpool,
          .destination = subject.layout.pgpool_conf + "/pgpool_node_id",
          .owner = "root",
          .group = subject.layout.pgpool_conf_group,
          .mode = "0644",
          .content = std::to_string(subject.node.id) + "\n",
          .on_change = OnChange::restart_pgpool};
}

RenderedFile conf(const Subject& subject, std::string content) {
  return {.stage = Stage::pgpool,
          .destination = subject.layout.pgpool_conf + "/pgpool.conf",
          .owner = "root",
          .group = subject.layout.pgpool_conf_group,
          .mode = "0640",
          .content = std::move(content),
          .secret = true,
          .on_change = OnChange::reload_pgpool};
}

RenderedFile restart_conf(const Subject& subject, std::string content) {
  return {.stage = Stage::pgpool,
          .destination = subject.layout.etc + "/pgpool-restart.conf",
          .mode = "0600",
          .content = std::move(content),
          .secret = true,
          .on_change = OnChange::restart_pgpool};
}

}  // namespace

Files pgpool_conf(const Subject& subject) {
  const auto& version = subject.cluster.pgpool.version;
  if (auto able = possible(subject); !able) return std::unexpected(able.error());
  auto sections = sections_of(subject);
  if (!sections) return std::unexpected(sections.error());
  auto whole = fill_sections("pgpool.conf", *sections, quote_pgpool);
  if (!whole) return std::unexpected(whole.error());
  auto part = fill_sections("pgpool-restart.conf", restart_only(*sections, version), quote_pgpool);
  if (!part) return std::unexpected(part.error());
  std::vector files{conf(subject, std::move(*whole)), restart_conf(subject, std::move(*part))};
  if (version >= model::Version{4, 2, 0}) files.push_back(node_id(subject));
  return files;
}

}  // namespace pgmahout::render
