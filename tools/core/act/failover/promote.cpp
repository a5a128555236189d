#include "act/failover/promote.hpp"

#include <optional>
#include <string>

#include "act/stopwatch.hpp"
#include "observe/server.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kToAnswer{2000};
constexpr ports::Duration kToBegin{5000};
constexpr ports::Duration kBetweenQuestions{10};
// Longer than its guard needs to start what has crashed.
constexpr ports::Duration kToComeBack{5000};

enum class Promotion : std::uint8_t {
  under_way,  ///< or nobody knows
  done,
  forgotten,  ///< the server was started anew, and did not take the request along
  ended,      ///< the server does not run
};

constexpr const char* kPromote =
    "SELECT pg_is_in_recovery(), pg_postmaster_start_time()::text, pg_promote(false)";
constexpr const char* kPromoted = "SELECT pg_is_in_recovery(), pg_postmaster_start_time()::text";

bool is_true(const ports::Row& row) { return row.at(0) == "t"; }

// A connection of its own: the session's may have broken, which says nothing of the server. A
// starting postmaster takes the request away (RemovePromoteSignalFiles in PostmasterMain).
Promotion look_at_it(const Context& context, const ports::SqlTarget& target,
                     const std::optional<std::string>& started) {
  const auto rows =
      ports::query(context.sql, target, {kPromoted, {}}, context.deadline.within(kToAnswer));
  if (!rows && observe::is_refused(rows.error())) return Promotion::ended;
  if (!rows || rows->rows.empty()) return Promotion::under_way;
  const auto& row = rows->rows.front();
  if (!is_true(row)) return Promotion::done;
  return started && row.at(1) != started ? Promotion::forgotten : Promotion::under_way;
}

model::Error forgotten(const model::Node& node) {
  return {.kind = model::ErrorKind::failed,
          .what = "it was started anew while it promoted itself, and is a standby still",
          .node = node.name};
}

}  // namespace

model::Result<void> promote(const Context& context, ports::SqlSession& standby,
                            const model::Node& node) {
  const auto target = superuser_at(context, node);
  const auto asked = standby.run({kPromote, {}}, context.deadline.within(kToBegin));
  const auto started = asked && !asked->rows.empty() ? asked->rows.front().at(1) : std::nullopt;
  auto promotion = Promotion::under_way;
  // One that led for a moment, and stopped itself because it was cut off, waits at its gate for our
  // turn to end.
  Stopwatch ended;
  const auto over = [&] {
    promotion = look_at_it(context, target, started);
    const auto down = ended.look(promotion == Promotion::ended, context.deadline.clock().now());
    return promotion == Promotion::ended ? down > kToComeBack : promotion != Promotion::under_way;
  };
  if (!asked && asked.error().kind == model::ErrorKind::failed && !over())
    return std::unexpected(asked.error());
  (void)ports::wait_until(over, context.deadline, kBetweenQuestions);
  if (promotion == Promotion::done) return {};
  if (promotion == Promotion::forgotten) return std::unexpected(forgotten(node));
  return std::unexpected(
      model::Error{.kind = model::ErrorKind::incomplete,
                   .what = "it was asked to promote itself and is not out of recovery yet",
                   .node = node.name,
                   .hint = "promotion may still finish: look at pg_is_in_recovery() there before "
                           "anybody else is promoted"});
}

}  // namespace pgmahout::act
