#include "act/synchronous.hpp"

#include <fmt/format.h>

#include <array>

namespace pgmahout::act {

namespace {

// As syncrep_scanner.l reads it: in double quotes any character, a double quote doubled.
std::string quoted(const std::string& name) {
  std::string text = "\"";
  for (const char c : name) text += c == '"' ? std::string("\"\"") : std::string(1, c);
  return text + "\"";
}

model::Result<void> put(const Context& context, ports::SqlSession& server,
                        const std::string& names) {
  const std::array<ports::Query, 2> queries{
      {{"ALTER SYSTEM SET synchronous_standby_names = " + ports::sql_literal(names), {}},
       {"SELECT pg_reload_conf()", {}}}};
  for (const auto& query : queries)
    if (const auto done = server.run(query, context.deadline); !done)
      return std::unexpected(done.error());
  return {};
}

}  // namespace

std::string synchronous_names(const model::Cluster& cluster, const model::Node& primary) {
  const auto& replication = cluster.replication;
  if (replication.synchronous == model::Synchronous::off) return "";
  std::string names;
  for (const auto& node : cluster.nodes)
    if (node.name != primary.name) names += (names.empty() ? "" : ", ") + quoted(node.name);
  const bool quorum = replication.synchronous == model::Synchronous::quorum;
  return fmt::format("{} {} ({})", quorum ? "ANY" : "FIRST", replication.confirmations, names);
}

model::Result<void> set_synchronous_names(const Context& context, ports::SqlSession& server,
                                          const model::Node& node) {
  return put(context, server, synchronous_names(context.cluster, node));
}

model::Result<void> clear_synchronous_names(const Context& context, ports::SqlSession& server) {
  return put(context, server, "");
}

}  // namespace pgmahout::act
