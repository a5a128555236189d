#include "agent/controller.hpp"

#include <future>

#include "model/json.hpp"

namespace pgmahout::agent {

namespace {

model::NodeState ask(const Reach& reach, const model::Node& node, const ports::Deadline& deadline) {
  model::NodeState seen{.name = node.name, .id = node.id};
  const auto answer = call(reach, node, {{"operation", "observe"}}, deadline);
  const auto server = answer ? server_from_json(*answer) : std::unexpected(answer.error());
  if (server)
    seen.server = *server;
  else
    seen.silence = server.error();
  return seen;
}

model::Result<model::ServerState> running_server(const nlohmann::json& json) {
  const auto identifier =
      model::parse_system_identifier(json.at("system_identifier").get<std::string>());
  const auto write = model::parse_lsn(json.at("write_lsn").get<std::string>());
  const auto receive = model::parse_lsn(json.at("receive_lsn").get<std::string>());
  const auto replay = model::parse_lsn(json.at("replay_lsn").get<std::string>());
  if (!identifier) return std::unexpected(identifier.error());
  for (const auto& lsn : {write, receive, replay})
    if (!lsn) return std::unexpected(lsn.error());
  return model::ServerState{.in_recovery = json.at("in_recovery"),
                            .system_identifier = *identifier,
                            .timeline = {model::number<std::uint32_t>(json, "timeline")},
                            .write = *write,
                            .receive = *receive,
                            .replay = *replay,
                            .receiving = json.at("receiving"),
                            .sender_host = json.at("sender_host"),
                            .sender_port = model::number<int>(json, "sender_port")};
}

model::Error not_understood(const char* why) {
  return {.kind = model::ErrorKind::failed,
          .what = std::string("the agent's answer is not understood: ") + why,
          .hint = "is the same version of pgmahout installed on every node?"};
}

}  // namespace

ports::Target controller_target(const model::Cluster& cluster, const model::Node& node) {
  return {.node = node.name,
          .ssh = ports::SshEndpoint{.host = node.ssh_host,
                                    .port = node.ssh_port,
                                    .user = node.ssh_user,
                                    .private_key_file = node.ssh_private_key_file,
                                    .password = node.ssh_password,
                                    .known_hosts_file = cluster.known_hosts_file}};
}

std::vector<std::string> controller_argv() {
  return {"sudo", "-n", "-u", "postgres", model::Layout{}.libexec + "/node"};
}

model::Observation observe_all(const Reach& reach, const model::Cluster& cluster,
                               const ports::Deadline& deadline) {
  std::vector<std::future<model::NodeState>> asked;
  for (const auto& node : cluster.nodes)
    asked.push_back(std::async(std::launch::async, [&] { return ask(reach, node, deadline); }));
  model::Observation observation;
  for (auto& each : asked) observation.nodes.push_back(each.get());
  return observation;
}

model::Result<std::optional<model::ServerState>> server_from_json(const nlohmann::json& json) {
  try {
    if (!json.at("running").get<bool>()) return std::nullopt;
    return running_server(json);
  } catch (const nlohmann::json::exception& error) {
    return std::unexpected(not_understood(error.what()));
  } catch (const std::out_of_range& error) {
    return std::unexpected(not_understood(error.what()));
  }
}

}  // namespace pgmahout::agent
