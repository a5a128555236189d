#include "act/journal.hpp"
#include "agent/operations/operations.hpp"
#include "observe/history_files.hpp"
#include "observe/journal.hpp"
#include "observe/server.hpp"

namespace pgmahout::agent {

namespace {

// A server that hangs must not keep back what the journal says.
constexpr ports::Duration kToAskServer{3000};

nlohmann::json server_of(const act::Context& context) {
  const auto state = observe::ask_server(context.sql, act::local_superuser(context),
                                         context.deadline.within(kToAskServer));
  if (!state) return nullptr;
  return {{"timeline", state->timeline.number},
          {"in_recovery", state->in_recovery},
          {"elected", state->elected}};
}

nlohmann::json files_of(const model::Postgresql& postgresql) {
  nlohmann::json files = nlohmann::json::array();
  for (const auto& file :
       observe::history_files({std::filesystem::path(postgresql.data_directory) / "pg_wal",
                               postgresql.archive_directory}))
    files.push_back({{"timeline", file.timeline.number},
                     {"content", file.content},
                     {"written", act::timestamp(file.written)},
                     {"undone", file.undone}});
  return files;
}

}  // namespace

model::Result<nlohmann::json> history(const Request& /*request*/, const Session& session) {
  const auto& context = session.context;
  auto journal = observe::read_journal(
      act::kJournalRecord, [&](const std::string& part) { return context.store.read(part); });
  return nlohmann::json{{"journal", std::move(journal.lines)},
                        {"since", journal.since},
                        {"complete", journal.complete},
                        {"not_understood", journal.not_understood},
                        {"files", files_of(context.cluster.postgresql)},
                        {"server", server_of(context)}};
}

}  // namespace pgmahout::agent
