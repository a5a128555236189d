#include "act/promote.hpp"

#include "observe/server.hpp"

namespace pgmahout::act {

namespace {

bool accepts_writes(const Context& context, const ports::SqlTarget& target) {
  const auto state =
      observe::ask_server(context.sql, target, context.deadline.within(ports::Duration{2000}));
  return state && !state->in_recovery;
}

}  // namespace

// The answer of pg_promote() proves nothing: it may say false, or be lost, and promotion goes on.
// Only the server's own "not in recovery" counts.
model::Result<void> promote(const Context& context, const model::Node& node) {
  const auto target = superuser_at(context, node);
  const auto asked = ports::query(context.sql, target, {"SELECT pg_promote(false)", {}},
                                  context.deadline.within(ports::Duration{5000}));
  if (!asked && asked.error().kind == model::ErrorKind::failed && !accepts_writes(context, target))
    return std::unexpected(asked.error());
  const bool done = ports::wait_until([&] { return accepts_writes(context, target); },
                                      context.deadline, ports::Duration{50});
  if (done) return {};
  return std::unexpected(
      model::Error{.kind = model::ErrorKind::incomplete,
                   .what = "it was asked to promote itself and is not out of recovery yet",
                   .node = node.name,
                   .hint = "promotion may still finish: look at pg_is_in_recovery() there before "
                           "anybody else is promoted"});
}

}  // namespace pgmahout::act
