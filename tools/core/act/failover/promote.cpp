#include "act/failover/promote.hpp"

#include "observe/server.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kToAnswer{2000};
constexpr ports::Duration kToBegin{5000};
constexpr ports::Duration kPause{10};

// A connection of its own: the session's may have broken, which says nothing of the server.
bool accepts_writes(const Context& context, const ports::SqlTarget& target) {
  const auto state = observe::ask_server(context.sql, target, context.deadline.within(kToAnswer));
  return state && !state->in_recovery;
}

}  // namespace

model::Result<void> promote(const Context& context, ports::SqlSession& standby,
                            const model::Node& node) {
  const auto target = superuser_at(context, node);
  const auto asked =
      standby.run({"SELECT pg_promote(false)", {}}, context.deadline.within(kToBegin));
  if (!asked && asked.error().kind == model::ErrorKind::failed && !accepts_writes(context, target))
    return std::unexpected(asked.error());
  if (ports::wait_until([&] { return accepts_writes(context, target); }, context.deadline, kPause))
    return {};
  return std::unexpected(
      model::Error{.kind = model::ErrorKind::incomplete,
                   .what = "it was asked to promote itself and is not out of recovery yet",
                   .node = node.name,
                   .hint = "promotion may still finish: look at pg_is_in_recovery() there before "
                           "anybody else is promoted"});
}

}  // namespace pgmahout::act
