#include "render/pgpool_sections.hpp"
#include "render/pgpool_versions.hpp"
#include "settings/timers.hpp"

namespace pgmahout::render {

namespace {

// %D is quoted for the shell that Pgpool-II hands the command to: an empty or blank data directory
// must not shift the arguments behind it.
constexpr std::string_view kArguments = R"( %d "%h" %p "%D" %m "%H" "%M" "%P" "%r" "%R" "%N" "%S")";

}  // namespace

Section pgpool_failover(const Subject& subject) {
  const auto& [cluster, node, layout] = subject;
  const auto& version = cluster.pgpool.version;
  const auto timeout = settings::timers_of(cluster.failover_profile).search_primary_node_timeout;
  const std::string arguments(kArguments);
  const std::string follow = version < k42 ? "follow_master_command" : "follow_primary_command";
  Section section{
      .title = "Failover",
      .note =
          "A node is lost when the health checks of a majority say so: one client's broken\n"
          "connection is no reason. auto_failback only takes up what the primary reports as\n"
          "streaming.",
      .parameters = {{"failover_command", layout.libexec + "/failover" + arguments},
                     {follow, layout.libexec + "/follow_primary" + arguments},
                     {"failback_command", ""},
                     {"failover_on_backend_error", "off"},
                     // Before 4.6.0 every pgpool may detach, and together they detach all nodes.
                     {"detach_false_primary", version < k46 ? "off" : "on"},
                     {"search_primary_node_timeout", std::to_string(timeout.count())},
                     {"auto_failback", "on"},
                     {"auto_failback_interval", "60"}}};
  if (version >= k43) section.parameters.push_back({"failover_on_backend_shutdown", "off"});
  return section;
}

}  // namespace pgmahout::render
