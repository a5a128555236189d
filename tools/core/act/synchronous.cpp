#include "act/synchronous.hpp"

#include <array>

namespace pgmahout::act {

namespace {

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

model::Result<void> set_synchronous_names(const Context& context, ports::SqlSession& server,
                                          const model::Node& node) {
  return put(context, server, model::synchronous_names(context.cluster, node));
}

model::Result<void> clear_synchronous_names(const Context& context, ports::SqlSession& server) {
  return put(context, server, "");
}

}  // namespace pgmahout::act
