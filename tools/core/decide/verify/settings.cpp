#include <algorithm>
#include <array>

#include "decide/verify/parameter_value.hpp"
#include "decide/verify/rules.hpp"
#include "model/lower_case.hpp"

namespace pgmahout::decide {

namespace {

using model::Verdict;

// Parameters whose file value asks the server to choose: its choice is then what is shown.
bool server_chooses(const std::string& name, const std::string& rendered) {
  if (name == "wal_buffers") return rendered == "-1";
  const bool slru =
      name.ends_with("_buffers") && name != "shared_buffers" && name != "temp_buffers";
  return slru && rendered == "0";
}

// State that clone and ALTER SYSTEM keep in postgresql.auto.conf: never rendered, never drift.
bool is_state(const std::string& name) {
  constexpr std::array<std::string_view, 6> kState{
      "primary_conninfo",         "primary_slot_name", "synchronous_standby_names",
      "recovery_target_timeline", "pgmahout.followed", "pgmahout.promoted"};
  return std::ranges::find(kState, name) != kState.end();
}

// Set by the session that asked, so that the server's own value is not to be seen.
bool hidden_by_session(const model::LiveParameter& live) { return live.source == "client"; }

// PostgreSQL writes these in its own way, whatever the letters in the file are.
bool same_canonical(const std::string& name, const std::string& rendered,
                    const model::LiveParameter& live) {
  return name == "datestyle" && model::lower_case(rendered) == model::lower_case(live.value);
}

void judge_live(const std::string& name, const std::string& rendered,
                const model::LiveParameter& live, Outcome& outcome) {
  if (server_chooses(name, rendered) || hidden_by_session(live)) return;
  if (same_postgresql_value(rendered, live) || same_canonical(name, rendered, live)) return;
  std::string text = name + " is " + live.value + live.unit + ", the file says " + rendered;
  text += live.pending_restart ? "; waits for a restart" : "; set by " + live.source;
  if (!live.source_file.empty()) text += " " + live.source_file;
  outcome.fail(std::move(text));
}

Outcome judge_parameters(const Answered& answered, const model::PostgresqlState& state) {
  Outcome outcome;
  for (const auto& [name, rendered] : answered.expected.postgresql) {
    // data_directory, config_file and the like are compared as well: they are in pg_settings.
    const auto live = state.parameters.find(name);
    if (live != state.parameters.end())
      judge_live(name, rendered, live->second, outcome);
    else if (name.find('.') == std::string::npos)
      outcome.fail(name + " is in the file, but this server has no such parameter");
  }
  if (outcome.evidence.empty())
    outcome.note(std::to_string(answered.expected.postgresql.size()) + " parameters as rendered");
  return outcome;
}

}  // namespace

Outcome judge_postgresql_settings(const Situation& situation) {
  return each_postgresql(situation, judge_parameters);
}

Outcome judge_pending_restart(const Situation& situation) {
  return each_postgresql(situation, [](const Answered&, const model::PostgresqlState& state) {
    Outcome outcome;
    for (const auto& [name, live] : state.parameters)
      if (live.pending_restart)
        outcome.add(Verdict::warn, name + " was changed and waits for a restart");
    return outcome;
  });
}

Outcome judge_auto_parameters(const Situation& situation) {
  return each_postgresql(situation, [](const Answered&, const model::PostgresqlState& state) {
    Outcome outcome;
    for (const std::string& name : state.auto_parameters)
      if (!is_state(name))
        outcome.add(Verdict::warn, name + " is set by ALTER SYSTEM, beside the inventory");
    return outcome;
  });
}

Outcome judge_pgpool_settings(const Situation& situation) {
  return each_pgpool(situation, [](const Answered& answered, const model::PgpoolState& state) {
    Outcome outcome;
    int hidden = 0;
    for (const auto& [name, rendered] : answered.expected.pgpool) {
      const auto live = state.parameters.find(model::lower_case(name));
      if (live == state.parameters.end())
        outcome.fail(name + " is in the file, but this Pgpool-II has no such parameter");
      else if (!same_pgpool_value(model::lower_case(name), rendered, live->second))
        outcome.fail(name + " is \"" + live->second + "\", the file says \"" + rendered + "\"");
      else if (live->second == "*****")
        ++hidden;
    }
    if (outcome.evidence.empty())
      outcome.note(std::to_string(answered.expected.pgpool.size()) + " parameters as rendered, " +
                   std::to_string(hidden) + " of them hidden");
    return outcome;
  });
}

}  // namespace pgmahout::decide
