#include "report/connection.hpp"

#include <fmt/format.h>

#include <string_view>

namespace pgmahout::report {

namespace {

bool stays_in_uri(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~").contains(static_cast<char>(c));
}

std::string uri_part(const std::string& text) {
  std::string result;
  for (const char each : text) {
    const auto byte = static_cast<unsigned char>(each);
    result += stays_in_uri(byte) ? std::string(1, each) : fmt::format("%{:02X}", byte);
  }
  return result;
}

// A value of libpq's keywords, in single quotes where it must be.
std::string keyword_value(const std::string& text) {
  if (!text.empty() && text.find_first_of(" '\\\"$`") == std::string::npos) return text;
  std::string quoted = "'";
  for (const char each : text)
    quoted += each == '\'' || each == '\\' ? std::string("\\") + each : std::string(1, each);
  return quoted + "'";
}

}  // namespace

model::ConnectionText connection_text(const model::Cluster& cluster) {
  const auto& server = cluster.postgresql;
  const std::string user = server.users.empty() ? server.superuser : server.users.front().name;
  const std::string database =
      server.databases.empty() ? "postgres" : server.databases.front().name;
  const bool v6 = cluster.vip.contains(':');
  const std::string place = fmt::format("{}:{}/{}", v6 ? "[" + cluster.vip + "]" : cluster.vip,
                                        cluster.pgpool.port, uri_part(database));
  return {
      .psql = fmt::format("psql \"host={} port={} dbname={} user={}\"", cluster.vip,
                          cluster.pgpool.port, keyword_value(database), keyword_value(user)),
      .uri = fmt::format("postgresql://{}:********@{}", uri_part(user), place),
      .jdbc = fmt::format("jdbc:postgresql://{}?user={}&password=********", place, uri_part(user))};
}

}  // namespace pgmahout::report
