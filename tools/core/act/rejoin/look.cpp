#include "act/rejoin/look.hpp"

#include <filesystem>

#include "observe/data_directory.hpp"
#include "observe/server.hpp"
#include "ports/files.hpp"

namespace pgmahout::act::rejoin {

namespace fs = std::filesystem;

namespace {

constexpr ports::Duration kToAnswer{3000};

// One that has just been started needs a moment until it answers.
std::optional<model::ServerState> ask_patiently(const Context& context) {
  constexpr ports::Duration kPatience{5000};
  std::optional<model::ServerState> server;
  const auto answered = [&] {
    auto state = observe::ask_server(context.sql, local_superuser(context),
                                     context.deadline.within(kToAnswer));
    if (state) server = std::move(*state);
    return server || !context.server.postmaster();
  };
  (void)ports::wait_until(answered, context.deadline.within(kPatience), ports::Duration{200});
  return server;
}

model::TimelineHistory part_of(const model::TimelineHistory& whole, model::Timeline timeline) {
  model::TimelineHistory part{.timeline = timeline};
  for (const auto& each : whole.ancestors)
    if (each.from < timeline) part.ancestors.push_back(each);
  return part;
}

// The server keeps the file of the timeline that it is on. A copy may have come without; then it
// was made of somebody on the primary's way, or pg_rewind will find out.
model::TimelineHistory read_history(const Context& context, model::Timeline timeline,
                                    const model::TimelineHistory& primary) {
  if (timeline.number == 1) return {.timeline = timeline};
  const auto text = ports::read_file(fs::path(context.cluster.postgresql.data_directory) /
                                     "pg_wal" / history_file_name(timeline));
  const auto history = text ? model::parse_history(timeline, *text)
                            : model::Result<model::TimelineHistory>(std::unexpected(text.error()));
  return history ? *history : part_of(primary, timeline);
}

model::Result<void> look_at_node(const Context& context, Sight& sight) {
  auto& facts = sight.facts;
  const auto& directory = context.cluster.postgresql.data_directory;
  const auto seen = observe::look_at_directory(context.shell, directory,
                                               context.layout.postgresql_bin, context.deadline);
  if (!seen) return std::unexpected(seen.error());
  facts.other_files = seen->content == observe::DirectoryContent::other_files;
  if (seen->content != observe::DirectoryContent::cluster) return {};
  const auto control = context.server.control_data(context.deadline);
  if (!control) return std::unexpected(control.error());
  facts.control = *control;
  facts.unused_copy = fs::exists(fs::path(directory) / "backup_label");
  if (context.server.postmaster()) facts.server = ask_patiently(context);
  facts.postmaster_runs = context.server.postmaster().has_value();
  if (!facts.postmaster_runs) facts.server.reset();
  const auto cut_off = find_cut_off_rewind(context);
  if (!cut_off) return std::unexpected(cut_off.error());
  sight.before = *cut_off;
  facts.rewind_cut_off = cut_off->has_value();
  return {};
}

model::Result<void> look_at_primary(const Context& context, const model::Node& primary,
                                    decide::RejoinFacts& facts) {
  auto state = observe::ask_server(context.sql, superuser_at(context, primary),
                                   context.deadline.within(kToAnswer));
  if (!state) return std::unexpected(state.error());
  facts.primary = std::move(*state);
  facts.primary_name = primary.name;
  facts.primary_host = primary.address;
  facts.primary_port = context.cluster.postgresql.port;
  return {};
}

}  // namespace

model::Result<Sight> look(const Context& context, const model::Node& primary) {
  Sight sight;
  auto& facts = sight.facts;
  facts.policy = context.cluster.rejoin;
  if (auto done = look_at_node(context, sight); !done) return std::unexpected(done.error());
  if (auto done = look_at_primary(context, primary, facts); !done)
    return std::unexpected(done.error());
  if (!facts.control) return sight;
  facts.history = read_history(context, facts.control->timeline(), facts.primary.history);
  // What a cut-off rewind left in pg_wal is neither the one's nor the other's.
  if (!facts.postmaster_runs && !facts.rewind_cut_off)
    sight.diverged = measure(context, *facts.control, facts.history, facts.primary.history);
  else
    sight.diverged.end = facts.control->checkpoint;
  facts.end = sight.diverged.end;
  return sight;
}

}  // namespace pgmahout::act::rejoin
