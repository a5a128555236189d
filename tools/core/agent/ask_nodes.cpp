#include "agent/ask_nodes.hpp"

#include <functional>
#include <future>

#include "agent/controller.hpp"
#include "decide/verify/heartbeat.hpp"
#include "model/json.hpp"
#include "observe/inspect_request.hpp"
#include "observe/inspection_json.hpp"

namespace pgmahout::agent {

namespace {

using model::LoginKind;
using model::Node;

// What is left for the write through the virtual IP, after the inspection.
constexpr std::chrono::seconds kWriteTime{8};

// Asks every node at once; the answers by name.
template <typename Answer>
std::map<std::string, Answer> from_all(const model::Cluster& cluster,
                                       const std::function<Answer(const Node&)>& ask) {
  std::map<std::string, std::future<Answer>> asked;
  for (const Node& node : cluster.nodes)
    asked.emplace(node.name, std::async(std::launch::async, ask, std::cref(node)));
  std::map<std::string, Answer> answers;
  for (auto& [name, answer] : asked) answers.emplace(name, answer.get());
  return answers;
}

model::Result<nlohmann::json> call(const Questions& questions, const Node& node,
                                   const nlohmann::json& request, const ports::Deadline& deadline) {
  Client client(questions.shell, controller_argv());
  return client.call(controller_target(questions.cluster, node), request, deadline);
}

void add_vip_logins(const model::Cluster& cluster, observe::InspectRequest& request) {
  const auto add = [&](const std::string& user, const model::Secret& password) {
    request.logins.push_back({LoginKind::vip, user, cluster.vip, cluster.pgpool.port, password});
  };
  add(cluster.postgresql.superuser, cluster.postgresql.superuser_password);
  add(cluster.pgpool.user, cluster.pgpool.password);
  for (const model::DatabaseUser& user : cluster.postgresql.users) add(user.name, user.password);
  request.logins.push_back({LoginKind::wrong_password, cluster.pgpool.user, cluster.vip,
                            cluster.pgpool.port, model::Secret("not the password of anybody")});
}

void add_replication_logins(const model::Cluster& cluster, observe::InspectRequest& request) {
  for (const Node& target : cluster.nodes)
    request.logins.push_back({LoginKind::replication, cluster.postgresql.replication_user,
                              target.address, cluster.postgresql.port,
                              cluster.postgresql.replication_password});
}

model::Result<model::NodeInspection> inspect_one(const Questions& questions, const Node& node,
                                                 const model::NodeExpectation& expected,
                                                 const ports::Deadline& deadline) {
  const nlohmann::json question = inspect_question(questions.cluster, node, expected);
  const auto answer =
      call(questions, node, {{"operation", "inspect"}, {"request", question}}, deadline);
  if (!answer) return std::unexpected(answer.error());
  return observe::node_from_json(*answer);
}

model::Result<std::string> text_field(const nlohmann::json& answer, const char* field) {
  if (answer.contains(field) && answer[field].is_string()) return answer[field].get<std::string>();
  return std::unexpected(model::Error{.what = std::string("the agent's answer has no ") + field});
}

// Any node that answered may write, for the way through the virtual IP is what is tried. The last
// one is least likely to be the leader, which would reach the address without any network.
model::Result<std::string> write_from_one(const Questions& questions,
                                          const model::Inspection& inspection) {
  for (auto node = questions.cluster.nodes.rbegin(); node != questions.cluster.nodes.rend();
       ++node) {
    if (!inspection.nodes.at(node->name)) continue;
    const nlohmann::json request{
        {"operation", "probe-write"},
        {"password", questions.cluster.postgresql.superuser_password.reveal()}};
    const auto answer =
        call(questions, *node, request, questions.deadline.within(std::chrono::seconds(5)));
    if (!answer) return std::unexpected(answer.error());
    return text_field(*answer, "transaction");
  }
  return std::unexpected(model::Error{.kind = model::ErrorKind::no_answer,
                                      .what = "no node answered, so nothing could be written"});
}

model::Result<bool> seen_by(const Questions& questions, const Node& node,
                            const std::string& transaction) {
  const nlohmann::json request{{"operation", "probe-read"}, {"transaction", transaction}};
  const auto answer = call(questions, node, request, questions.deadline);
  if (!answer) return std::unexpected(answer.error());
  return model::field(*answer, "seen", false);
}

model::Result<model::WriteProbe> write_through_vip(const Questions& questions,
                                                   const model::Inspection& inspection) {
  const auto transaction = write_from_one(questions, inspection);
  if (!transaction) return std::unexpected(transaction.error());
  const std::function<model::Result<bool>(const Node&)> ask = [&](const Node& node) {
    const auto& state = inspection.nodes.at(node.name);
    if (!state) return model::Result<bool>(std::unexpected(state.error()));
    if (!state->postgresql) return model::Result<bool>(std::unexpected(state->postgresql.error()));
    return seen_by(questions, node, *transaction);
  };
  return model::WriteProbe{.transaction = *transaction, .seen = from_all(questions.cluster, ask)};
}

}  // namespace

nlohmann::json inspect_question(const model::Cluster& cluster, const Node& node,
                                const model::NodeExpectation& expected) {
  const double listen = decide::listening_seconds(expected.pgpool);
  const auto senders = static_cast<std::int64_t>(cluster.nodes.size()) - 1;
  observe::InspectRequest request{.node = node.name,
                                  .address = node.address,
                                  .os_family = node.os_family,
                                  .postgresql_major = cluster.postgresql.version.major_number,
                                  .postgresql_port = cluster.postgresql.port,
                                  .pgpool_port = cluster.pgpool.port,
                                  .pcp_port = cluster.pgpool.pcp_port,
                                  .heartbeat_port = cluster.pgpool.heartbeat_port,
                                  .superuser = cluster.postgresql.superuser,
                                  .pgpool_user = cluster.pgpool.user,
                                  .pgpool_password = cluster.pgpool.password,
                                  .listen_seconds = listen,
                                  .enough_heartbeats = decide::heartbeats_due(
                                      listen / decide::heartbeat_period(expected.pgpool), senders),
                                  .files = {},
                                  .kernel = {},
                                  .logins = {}};
  for (const model::ExpectedFile& file : expected.files) request.files.push_back(file.path);
  for (const auto& [name, value] : expected.kernel) request.kernel.push_back(name);
  add_vip_logins(cluster, request);
  add_replication_logins(cluster, request);
  return observe::request_to_json(request);
}

std::map<std::string, model::Result<model::Facts>> ask_facts(const Questions& questions) {
  const std::function<model::Result<model::Facts>(const Node&)> ask =
      [&](const Node& node) -> model::Result<model::Facts> {
    const nlohmann::json request{{"operation", "facts"}, {"address", node.address}};
    const auto answer = call(questions, node, request, questions.deadline);
    if (!answer) return std::unexpected(answer.error());
    return observe::facts_from_json(*answer);
  };
  return from_all(questions.cluster, ask);
}

model::Inspection ask_nodes(const Questions& questions, const model::Expectation& expectation) {
  const auto deadline = questions.deadline.within(
      std::max(ports::Duration(3000), questions.deadline.remaining() - kWriteTime));
  const std::function<model::Result<model::NodeInspection>(const Node&)> ask =
      [&](const Node& node) {
        return inspect_one(questions, node, expectation.nodes.at(node.name), deadline);
      };
  model::Inspection inspection{.nodes = from_all(questions.cluster, ask)};
  inspection.write = write_through_vip(questions, inspection);
  return inspection;
}

}  // namespace pgmahout::agent
