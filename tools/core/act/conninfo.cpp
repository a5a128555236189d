#include "act/conninfo.hpp"

#include <fmt/format.h>

namespace pgmahout::act {

namespace {

constexpr const char* kAlive =
    "connect_timeout=5 keepalives=1 keepalives_idle=5 keepalives_interval=2 keepalives_count=3 "
    "tcp_user_timeout=10000";

}  // namespace

std::string conninfo_value(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

std::string primary_conninfo(const Context& context, const model::Node& primary) {
  return primary_conninfo_of(context, context.self, primary);
}

std::string primary_conninfo_of(const Context& context, const model::Node& standby,
                                const model::Node& primary) {
  const std::string home = model::layout_of(context.cluster, standby).postgres_home;
  return fmt::format("host={} port={} user={} passfile={} application_name={} {}",
                     conninfo_value(primary.address), context.cluster.postgresql.port,
                     conninfo_value(context.cluster.postgresql.replication_user),
                     conninfo_value(home + "/.pgpass"), conninfo_value(standby.name), kAlive);
}

std::string superuser_conninfo(const Context& context, const model::Node& primary) {
  return fmt::format(
      "host={} port={} user={} dbname=postgres passfile={} options='-c statement_timeout=0' {}",
      conninfo_value(primary.address), context.cluster.postgresql.port,
      conninfo_value(context.cluster.postgresql.superuser), conninfo_value(passfile(context)),
      kAlive);
}

}  // namespace pgmahout::act
