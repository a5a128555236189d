#include "act/reload.hpp"

#include <fmt/ranges.h>

#include "observe/config_errors.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kToTakeEffect{3000};

using Texts = std::vector<std::string>;

model::Result<Texts> first_column(const Context& context, const char* query) {
  const auto rows =
      ports::query(context.sql, local_superuser(context), {.text = query}, context.deadline);
  if (!rows) return std::unexpected(rows.error());
  Texts texts;
  for (const auto& row : rows->rows) texts.push_back(row.at(0).value_or(""));
  return texts;
}

model::Result<void> check_files(const Context& context, const char* question, const char* hint) {
  const auto errors = first_column(context, question);
  if (!errors) return std::unexpected(errors.error());
  if (errors->empty()) return {};
  return std::unexpected(model::Error{
      .kind = model::ErrorKind::invalid,
      .what = fmt::format("the files of PostgreSQL have errors: {}", fmt::join(*errors, "; ")),
      .node = context.self.name,
      .hint = hint});
}

// pg_reload_conf() returns before anybody has read anything: the next session has.
model::Result<void> reload_postgresql(const Context& context) {
  const auto loaded = first_column(context, "SELECT pg_conf_load_time()");
  if (!loaded) return std::unexpected(loaded.error());
  if (const auto asked = first_column(context, "SELECT pg_reload_conf()"); !asked)
    return std::unexpected(asked.error());
  const auto has_read = [&] {
    const auto now = first_column(context, "SELECT pg_conf_load_time()");
    return now && *now != *loaded;
  };
  if (ports::wait_until(has_read, context.deadline.within(kToTakeEffect), ports::Duration{50}))
    return {};
  return std::unexpected(model::Error{.kind = model::ErrorKind::no_answer,
                                      .what = "PostgreSQL has not read its files again yet",
                                      .node = context.self.name,
                                      .hint = "run it again"});
}

// The same words as in sudoers.
model::Result<void> reload_pgpool(const Context& context) {
  if (!context.pgpool.runs()) return {};
  const ports::Target here{.node = context.self.name};
  const ports::Command command{.argv = {"sudo", "-n", context.layout.systemctl_command, "reload",
                                        context.layout.pgpool_service}};
  const auto done =
      ports::expect_success(context.shell.run(here, command, context.deadline), here, command);
  if (!done) return std::unexpected(done.error());
  return {};
}

}  // namespace

model::Result<Texts> reload(const Context& context) {
  constexpr const char* kUntouched = "nothing was read again there; mend them, or run site.yml";
  constexpr const char* kAtRestart = "they were read; PostgreSQL would not start again with them";
  if (auto well = check_files(context, observe::kErrorsBeforeReload, kUntouched); !well)
    return std::unexpected(well.error());
  if (auto done = reload_postgresql(context); !done) return std::unexpected(done.error());
  if (auto well = check_files(context, observe::kConfigErrors, kAtRestart); !well)
    return std::unexpected(well.error());
  if (auto done = reload_pgpool(context); !done) return std::unexpected(done.error());
  return first_column(context, "SELECT name FROM pg_settings WHERE pending_restart ORDER BY name");
}

}  // namespace pgmahout::act
