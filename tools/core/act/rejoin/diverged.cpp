#include "act/rejoin/diverged.hpp"

#include <algorithm>

namespace pgmahout::act::rejoin {

namespace {

// The position behind that word, e.g. "lsn: 0/3000060, prev ...".
std::optional<model::Lsn> lsn_behind(std::string_view text, std::string_view word) {
  const auto found = text.find(word);
  if (found == std::string_view::npos) return std::nullopt;
  text.remove_prefix(found + word.size());
  const auto lsn =
      model::parse_lsn(text.substr(0, text.find_first_not_of("0123456789ABCDEFabcdef/")));
  return lsn ? std::optional(*lsn) : std::nullopt;
}

std::vector<std::string> waldump_argv(const Context& context, const Stretch& stretch,
                                      model::Lsn start) {
  std::vector<std::string> argv{context.layout.postgresql_bin + "/pg_waldump",
                                "--path=" + context.cluster.postgresql.data_directory + "/pg_wal",
                                "--timeline=" + std::to_string(stretch.timeline.number),
                                "--start=" + to_string(start), "--rmgr=Transaction"};
  if (stretch.to) argv.push_back("--end=" + to_string(*stretch.to));
  return argv;
}

// It always ends with an error where WAL ends, unless it was told an earlier end.
Scan scan(const Context& context, const Stretch& stretch, model::Lsn start) {
  Scan found;
  std::string words;
  const ports::Command command{
      .argv = waldump_argv(context, stretch, start),
      .environment = {{"LC_ALL", "C"}},
      .on_output_line =
          [&](std::string_view line) { found.commits += is_commit(line, stretch.from) ? 1U : 0U; },
      .on_error_line = [&](std::string_view line) { words.append(line).append("\n"); },
      .output_limit = 4096};
  const auto result = context.shell.run({.node = context.self.name}, command, context.deadline);
  if (!result) context.log.warn("WAL was not read: {}", to_string(result.error()));
  if (result && result->exit_status == 0)
    found.end = stretch.to;
  else
    found.end = end_in_words(words);
  return found;
}

// A record that is certainly there, so that the rest is checked by the chain of records: what an
// older file of that name left behind may look like a record by itself.
model::Lsn start_of(const Stretch& stretch, const model::ControlData& control) {
  const auto& checkpoint = control.checkpoint;
  if (checkpoint.timeline == stretch.timeline) return std::min(checkpoint.lsn, stretch.from);
  return stretch.from;
}

model::WalPosition known_end(const model::ControlData& control) {
  const auto& recovery = control.min_recovery;
  if (recovery.timeline > control.checkpoint.timeline) return recovery;
  if (recovery.timeline == control.checkpoint.timeline && recovery.lsn > control.checkpoint.lsn)
    return recovery;
  return control.checkpoint;
}

}  // namespace

std::vector<Stretch> stretches_behind(const model::WalPosition& fork,
                                      const model::TimelineHistory& way) {
  std::vector<Stretch> stretches;
  model::Lsn from = fork.lsn;
  for (const auto& [timeline, at] : way.ancestors) {
    if (timeline < fork.timeline) continue;
    if (at > from) stretches.push_back({timeline, from, at});
    from = std::max(from, at);
  }
  stretches.push_back({way.timeline, from, std::nullopt});
  return stretches;
}

bool is_commit(std::string_view line, model::Lsn from) {
  if (line.find("desc: COMMIT") == std::string_view::npos) return false;
  const auto lsn = lsn_behind(line, "lsn: ");
  return lsn && *lsn >= from;
}

std::optional<model::Lsn> end_in_words(std::string_view errors) {
  constexpr std::string_view kLastRecord = "error in WAL record at ";
  const auto found = errors.find(kLastRecord);
  if (found == std::string_view::npos) return std::nullopt;
  errors.remove_prefix(found);
  const auto last = lsn_behind(errors, kLastRecord);
  if (!last) return std::nullopt;
  // Most of what can be wrong with the next record is told with its position, which is the end.
  errors.remove_prefix(kLastRecord.size());
  const auto next = lsn_behind(errors, " at ");
  return std::max(model::Lsn{last->bytes + 1}, next.value_or(model::Lsn{}));
}

Diverged measure(const Context& context, const model::ControlData& control,
                 const model::TimelineHistory& own, const model::TimelineHistory& primary) {
  Diverged diverged{.end = known_end(control), .transactions = 0};
  const auto fork = model::fork_of(own, primary);
  if (!fork) return diverged;
  diverged.fork = *fork;
  for (const auto& stretch : stretches_behind(*fork, own)) {
    const auto found = scan(context, stretch, start_of(stretch, control));
    const bool known = found.end.has_value();
    if (known && *found.end > diverged.end.lsn) diverged.end = {stretch.timeline, *found.end};
    if (diverged.transactions) *diverged.transactions += found.commits;
    // Its WAL ends further on, and what lies between cannot be read.
    if (!known && diverged.end.lsn > stretch.from) diverged.transactions.reset();
  }
  if (diverged.end.lsn > fork->lsn) diverged.bytes = diverged.end.lsn.bytes - fork->lsn.bytes;
  return diverged;
}

}  // namespace pgmahout::act::rejoin
