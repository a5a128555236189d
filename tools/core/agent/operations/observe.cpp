#include "act/fence.hpp"
#include "agent/operations/operations.hpp"
#include "observe/config_text.hpp"
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

// The newest timeline that a stopped server knows of.
void add_timeline(const act::Context& context, nlohmann::json& answer) {
  const auto control = context.server.control_data(context.deadline);
  const auto in_wal = observe::newest_timeline_in(context.cluster.postgresql.data_directory);
  if (control) answer["timeline"] = std::max(control->timeline(), in_wal).number;
}

// Whom a stopped standby will follow: what ALTER SYSTEM left, if anything.
std::string followed_by_file(ports::LocalServer& server) {
  const auto settings = observe::parse_config(server.data_file("postgresql.auto.conf"));
  if (!settings || !settings->contains("primary_conninfo")) return "";
  const std::string& conninfo = settings->at("primary_conninfo");
  constexpr std::string_view kHost = "host='";
  const auto host = conninfo.find(kHost);
  if (host == std::string::npos) return "";
  const auto from = host + kHost.size();
  return conninfo.substr(from, conninfo.find('\'', from) - from);
}

nlohmann::json of_directory(const observe::DataDirectory& seen, bool standby_signal) {
  nlohmann::json json{{"running", false},
                      {"has_data", seen.content == observe::DirectoryContent::cluster},
                      {"standby_signal", standby_signal}};
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
  const bool standby_signal = context.server.has_standby_signal();
  auto answer = of_directory(*seen, standby_signal);
  if (seen->content == observe::DirectoryContent::cluster) add_timeline(context, answer);
  const auto fence = act::read_fence(context);
  answer["fenced"] = fence && *fence && (*fence)->keeps_down();
  if (standby_signal) answer["follows_host"] = followed_by_file(context.server);
  return answer;
}

}  // namespace pgmahout::agent
