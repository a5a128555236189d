#include "act/rejoin/missing.hpp"

#include "act/rejoin/keep.hpp"
#include "observe/server.hpp"

namespace pgmahout::act::rejoin {

namespace {

constexpr ports::Duration kToSay{3000};

// What it has replayed since, from its own WAL or an archive.
model::Lsn reached_by_now(const Context& context, model::Lsn at_least) {
  const auto state =
      observe::ask_server(context.sql, local_superuser(context), context.deadline.within(kToSay));
  return state ? std::max(at_least, state->position().lsn) : at_least;
}

}  // namespace

bool wal_is_gone(const Context& context, const model::Node& primary, model::Lsn from,
                 std::uint64_t segment_bytes) {
  // Each file's number, whatever its timeline: the part of its name behind the first eight letters.
  const auto rows = ports::query(context.sql, superuser_at(context, primary),
                                 {"SELECT '00000001' || min(substr(name, 9)) FROM pg_ls_waldir()"
                                  " WHERE name ~ '^[0-9A-F]{24}$'",
                                  {}},
                                 context.deadline.within(kToSay));
  if (!rows || rows->rows.empty()) return false;
  const auto oldest = parse_wal_name(rows->rows.front().front().value_or(""), segment_bytes);
  return oldest && reached_by_now(context, from).bytes / segment_bytes < oldest->number;
}

}  // namespace pgmahout::act::rejoin
