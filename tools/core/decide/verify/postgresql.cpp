#include "decide/verify/rules.hpp"

namespace pgmahout::decide {

namespace {

using model::PostgresqlState;

// The value that all nodes must share, told with the node where it was first seen.
struct Shared {
  std::string value;
  std::string from;

  Outcome compare(const std::string& node, const std::string& what, const std::string& now) {
    Outcome outcome;
    if (from.empty()) *this = {now, node};
    if (value != now) outcome.fail(what + " is " + now + ", but " + value + " on " + from);
    return outcome;
  }
};

}  // namespace

Outcome judge_postgresql_answers(const Situation& situation) {
  return each_node(situation, [](const Answered& answered) {
    Outcome outcome;
    const auto& postgresql = answered.state.postgresql;
    if (!postgresql)
      outcome.add(postgresql.error().kind == model::ErrorKind::no_answer ? model::Verdict::no_answer
                                                                         : model::Verdict::fail,
                  postgresql.error().what);
    return outcome;
  });
}

Outcome judge_postgresql_version(const Situation& situation) {
  const int wanted = situation.cluster.postgresql.version.major_number;
  Shared shared;
  return each_postgresql(situation, [&](const Answered& answered, const PostgresqlState& state) {
    Outcome outcome = shared.compare(answered.node.name, "the version", state.server_version);
    if (state.version_number / 10000 != wanted)
      outcome.fail("PostgreSQL " + state.server_version + " runs, not " + std::to_string(wanted));
    if (outcome.evidence.empty()) outcome.note("PostgreSQL " + state.server_version);
    return outcome;
  });
}

Outcome judge_system_identifier(const Situation& situation) {
  Shared shared;
  Outcome outcome =
      each_postgresql(situation, [&](const Answered& answered, const PostgresqlState& state) {
        return shared.compare(answered.node.name, "the system identifier", state.system_identifier);
      });
  if (outcome.evidence.empty()) outcome.note(shared.value + " everywhere");
  return outcome;
}

Outcome judge_checksums(const Situation& situation) {
  return each_postgresql(situation, [](const Answered&, const PostgresqlState& state) {
    Outcome outcome;
    if (!state.data_checksums) outcome.fail("data checksums are off");
    return outcome;
  });
}

Outcome judge_archiver(const Situation& situation) {
  return on_primary(situation, [](const Answered&, const PostgresqlState& state) {
    Outcome outcome;
    const model::ArchiverState& archiver = state.archiver;
    if (archiver.mode == "off") outcome.fail("archive_mode is off");
    if (archiver.failing)
      outcome.fail("the last try failed, with " + archiver.last_failed_wal + "; " +
                   std::to_string(archiver.failed) + " failures so far");
    if (archiver.archived == 0 && !archiver.failing)
      outcome.add(model::Verdict::warn, "nothing was archived yet, so nothing is proven");
    if (outcome.evidence.empty())
      outcome.note(std::to_string(archiver.archived) + " segments archived");
    return outcome;
  });
}

Outcome judge_config_errors(const Situation& situation) {
  return each_postgresql(situation, [](const Answered&, const PostgresqlState& state) {
    Outcome outcome;
    for (const std::string& error : state.config_errors) outcome.fail(error);
    return outcome;
  });
}

}  // namespace pgmahout::decide
