#include "act/synchronous.hpp"

#include <array>

namespace pgmahout::act {

model::Result<void> set_synchronous_names(const Context& context, ports::SqlSession& server,
                                          const model::Node& node) {
  const std::string names = model::synchronous_names(context.cluster, node);
  const std::array<ports::Query, 2> queries{
      {{"ALTER SYSTEM SET synchronous_standby_names = " + ports::sql_literal(names), {}},
       {"SELECT pg_reload_conf()", {}}}};
  for (const auto& query : queries)
    if (const auto done = server.run(query, context.deadline); !done)
      return std::unexpected(done.error());
  return {};
}

}  // namespace pgmahout::act
