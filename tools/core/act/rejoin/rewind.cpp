#include "act/rejoin/rewind.hpp"

#include "act/conninfo.hpp"

namespace pgmahout::act::rejoin {

namespace {

constexpr ports::Duration kToCheckpoint{600000};

model::Result<bool> checkpoint_is_done(const Context& context, const ports::SqlTarget& primary) {
  const auto rows = ports::query(
      context.sql, primary,
      {"SELECT timeline_id ="
       "       ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int"
       "  FROM pg_control_checkpoint()",
       {}},
      context.deadline);
  if (!rows) return std::unexpected(rows.error());
  return !rows->rows.empty() && rows->rows.front().front() == "t";
}

model::Result<ports::ShellResult> run_here(const Context& context, std::vector<std::string> argv) {
  const ports::Target here{.node = context.self.name};
  const ports::Command command{.argv = std::move(argv), .environment = {{"LC_ALL", "C"}}};
  return ports::expect_success(context.shell.run(here, command, context.deadline), here, command);
}

// What pg_rewind would do itself, with two differences: it dies with us, for it is our own child;
// and its checkpoints throw away no WAL, of which pg_rewind needs all back to the last checkpoint
// that both sides have.
std::vector<std::string> recovery_argv(const Context& context) {
  return {context.layout.postgresql_bin + "/postgres",
          "--single",
          "-D",
          context.cluster.postgresql.data_directory,
          "-c",
          "config_file=" + context.layout.postgresql_conf + "/postgresql.conf",
          "-c",
          "wal_keep_size=1TB",
          "template1"};
}

// Recovery in single-user mode refuses standby mode. The fence record keeps everybody else from
// starting a server while the signal is away.
model::Result<void> recover(const Context& context) {
  context.log.info("it was not stopped in order: recovering it first");
  if (auto done = context.server.set_standby_signal(false); !done) return done;
  const auto done = run_here(context, recovery_argv(context));
  if (auto back = context.server.set_standby_signal(true); !back) return back;
  if (!done) return std::unexpected(done.error());
  return {};
}

std::vector<std::string> rewind_argv(const Context& context, const model::Node& primary) {
  return {context.layout.postgresql_bin + "/pg_rewind",
          "--target-pgdata=" + context.cluster.postgresql.data_directory,
          "--source-server=" + superuser_conninfo(context, primary), "--no-ensure-shutdown"};
}

// Everything but the writing: what fails here has changed nothing. False: nothing is to be done.
model::Result<bool> rehearse(const Context& context, const model::Node& primary) {
  auto argv = rewind_argv(context, primary);
  argv.emplace_back("--dry-run");
  const auto done = run_here(context, std::move(argv));
  if (!done) return std::unexpected(done.error());
  return (done->errors + done->output).find("no rewind required") == std::string::npos;
}

model::Result<void> rewind_for_good(const Context& context, const model::Node& primary,
                                    const Lost& lost) {
  if (auto done = mark_rewind(context, lost); !done) return done;
  auto done = run_here(context, rewind_argv(context, primary));
  if (done) return unmark_rewind(context);
  done.error().kind = model::ErrorKind::incomplete;
  done.error().hint = "the data directory is of no use any more: let it be copied afresh";
  return std::unexpected(done.error());
}

model::Error nothing_to_rewind(const Sight& sight) {
  return {.kind = model::ErrorKind::failed,
          .what = "pg_rewind finds nothing to do, and yet its WAL ends at " +
                  to_string(sight.diverged.end.lsn) + ", behind the fork at " +
                  to_string(sight.diverged.fork.lsn),
          .hint = "let it be copied afresh"};
}

}  // namespace

model::Result<void> await_checkpoint(const Context& context, const model::Node& primary) {
  const auto target = superuser_at(context, primary);
  Context patient = context;
  patient.deadline = context.deadline.within(kToCheckpoint);
  auto known = checkpoint_is_done(patient, target);
  if (known && !*known) {
    const auto done = ports::query(patient.sql, target, {"CHECKPOINT", {}}, patient.deadline);
    if (!done) return std::unexpected(done.error());
    known = checkpoint_is_done(patient, target);
  }
  if (!known) return std::unexpected(known.error());
  if (*known) return {};
  return std::unexpected(model::Error{.what = "its control file does not know its timeline yet",
                                      .node = primary.name,
                                      .hint = "run it again when a checkpoint is done there"});
}

model::Result<void> rewind(const Context& context, const model::Node& primary, const Sight& sight,
                           const Lost& lost) {
  if (auto done = await_checkpoint(context, primary); !done) return done;
  if (!sight.facts.control->consistent)
    if (auto done = recover(context); !done) return done;
  const auto needed = rehearse(context, primary);
  if (!needed) return std::unexpected(needed.error());
  if (*needed) return rewind_for_good(context, primary, lost);
  if (sight.diverged.bytes > 0) return std::unexpected(nothing_to_rewind(sight));
  context.log.info("nothing had to be rewound: its WAL ends where the ways part");
  return {};
}

}  // namespace pgmahout::act::rejoin
