#include "agent/drill/world.hpp"

#include "agent/ask_status.hpp"

namespace pgmahout::agent {

ports::SqlTarget front_door(const model::Cluster& cluster) {
  return {.node = "the virtual IP",
          .host = cluster.vip,
          .port = cluster.pgpool.port,
          .user = cluster.postgresql.superuser,
          .passfile = "/dev/null",
          .password = cluster.postgresql.superuser_password};
}

model::Reports look_around(const DrillWorld& world, std::stop_token stop) {
  constexpr ports::Duration kPatience{5000};
  return ask_status(world.reach, world.crew, world.cluster,
                    ports::Deadline(world.clock, kPatience, std::move(stop)));
}

}  // namespace pgmahout::agent
