#include "observe/inspect.hpp"

#include "agent/operations/operations.hpp"
#include "observe/inspect_parts.hpp"
#include "observe/inspection_json.hpp"
#include "observe/write_probe.hpp"
#include "ports/postgres/libpq_login.hpp"

namespace pgmahout::agent {

namespace {

// What is left to bring the answer home: without it a part that waits for its deadline would take
// the answers of all other parts with it.
ports::Deadline before_the_answer(const act::Context& context) {
  constexpr ports::Duration kWayBack{1500};
  return context.deadline.within(
      std::max(ports::Duration{1000}, context.deadline.remaining() - kWayBack));
}

}  // namespace

model::Result<nlohmann::json> facts(const Request& request, const Session& /*session*/) {
  const auto address = request.text("address");
  if (!address) return std::unexpected(address.error());
  return observe::facts_to_json(observe::inspect_facts(*address));
}

model::Result<nlohmann::json> inspect(const Request& request, const Session& session) {
  const auto document = request.object("request");
  if (!document) return std::unexpected(document.error());
  const auto question = observe::request_from_json(*document);
  if (!question) return std::unexpected(question.error());
  ports::postgres::LibpqLogin login;
  const observe::InspectPorts ports{
      .shell = session.context.shell, .sql = session.context.sql, .login = login};
  return observe::node_to_json(
      observe::inspect(*question, ports, before_the_answer(session.context)));
}

model::Result<nlohmann::json> probe_write(const Request& request, const Session& session) {
  const auto password = request.text("password");
  if (!password) return std::unexpected(password.error());
  const auto& [cluster, deadline] = std::tie(session.context.cluster, session.context.deadline);
  const ports::SqlTarget target{.node = session.context.self.name,
                                .host = cluster.vip,
                                .port = cluster.pgpool.port,
                                .user = cluster.postgresql.superuser,
                                .passfile = "/dev/null",
                                .password = model::Secret(*password)};
  const auto transaction = observe::write_through(session.context.sql, target, deadline);
  if (!transaction) return std::unexpected(transaction.error());
  return nlohmann::json{{"transaction", *transaction}};
}

model::Result<nlohmann::json> probe_read(const Request& request, const Session& session) {
  const auto transaction = request.text("transaction");
  if (!transaction) return std::unexpected(transaction.error());
  // A standby that has not replayed it by then is told apart from one that is only slow by lag.
  constexpr ports::Duration kPatience{5000};
  const auto seen =
      observe::saw_transaction(session.context.sql, act::local_superuser(session.context),
                               *transaction, before_the_answer(session.context).within(kPatience));
  if (!seen) return std::unexpected(seen.error());
  return nlohmann::json{{"seen", *seen}};
}

}  // namespace pgmahout::agent
