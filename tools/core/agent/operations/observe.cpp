#include "agent/operations/operations.hpp"
#include "observe/data_directory.hpp"
#include "observe/server.hpp"

namespace pgmahout::agent {

namespace {

nlohmann::json of_server(const model::ServerState& state) {
  return {{"running", true},
          {"in_recovery", state.in_recovery},
          {"system_identifier", model::to_string(state.system_identifier)},
          {"timeline", state.timeline.number},
          {"write_lsn", model::to_string(state.write)},
          {"receive_lsn", model::to_string(state.receive)},
          {"replay_lsn", model::to_string(state.replay)},
          {"receiving", state.receiving},
          {"sender_host", state.sender_host},
          {"sender_port", state.sender_port}};
}

// The newest timeline that a stopped server knows of, as far as its control file tells.
void add_timeline(const act::Context& context, nlohmann::json& answer) {
  const auto control = context.server.control_data(context.deadline);
  if (control) answer["timeline"] = control->checkpoint.timeline.number;
}

nlohmann::json of_directory(const observe::DataDirectory& seen) {
  nlohmann::json json{{"running", false},
                      {"has_data", seen.content == observe::DirectoryContent::cluster},
                      {"standby_signal", seen.standby_signal}};
  if (seen.system_identifier) json["system_identifier"] = model::to_string(*seen.system_identifier);
  return json;
}

}  // namespace

model::Result<nlohmann::json> observe_node(const Request& /*request*/, const Session& session) {
  const auto& context = session.context;
  const auto& directory = context.cluster.postgresql.data_directory;
  const auto state =
      observe::ask_server(context.sql, act::local_superuser(context), context.deadline);
  if (state) return of_server(*state);
  // A postmaster that runs and does not answer is no stopped server: who asks must not take it
  // for one.
  if (context.server.postmaster()) return std::unexpected(state.error());
  const auto seen = observe::look_at_directory(context.shell, directory,
                                               context.layout.postgresql_bin, context.deadline);
  if (!seen) return std::unexpected(seen.error());
  auto answer = of_directory(*seen);
  if (seen->content == observe::DirectoryContent::cluster) add_timeline(context, answer);
  return answer;
}

}  // namespace pgmahout::agent
