#include "act/streaming.hpp"

#include <fmt/format.h>

#include "observe/server.hpp"

namespace pgmahout::act {

namespace {

// Something to change as long as a standby that is not streaming yet gets nearer: it may have to
// replay much before it connects.
model::Lsn reached(const Context& context, const model::Node& standby) {
  const auto state = observe::ask_server(context.sql, superuser_at(context, standby),
                                         context.deadline.within(ports::Duration{2000}));
  return state ? state->position().lsn : model::Lsn{};
}

model::Error not_streaming(const model::Node& standby, const model::Node& primary) {
  return {.kind = model::ErrorKind::failed,
          .what = fmt::format("the standby does not stream from {}", primary.name),
          .node = standby.name,
          .hint = "its log says why; pg_stat_replication of the primary shows who streams"};
}

}  // namespace

model::Result<void> wait_until_streaming(const Context& context, const model::Node& standby,
                                         const model::Node& primary) {
  constexpr ports::Duration kNoProgress{30000};
  const ports::Query ask{
      "SELECT 1 FROM pg_stat_replication"
      " WHERE application_name = $1 AND host(client_addr) = host($2::inet)"
      "   AND state = 'streaming'",
      {standby.name, standby.address}};
  model::Lsn last;
  auto moved = context.deadline.clock().now();
  bool streams = false;
  const auto settled = [&] {
    const auto rows = ports::query(context.sql, superuser_at(context, primary), ask,
                                   context.deadline.within(ports::Duration{2000}));
    streams = rows && !rows->rows.empty();
    if (streams) return true;
    const auto now = context.deadline.clock().now();
    if (const auto lsn = reached(context, standby); lsn != last) {
      last = lsn;
      moved = now;
    }
    return now - moved > kNoProgress;
  };
  (void)ports::wait_until(settled, context.deadline, ports::Duration{200});
  if (streams) return {};
  return std::unexpected(not_streaming(standby, primary));
}

}  // namespace pgmahout::act
