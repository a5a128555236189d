#include "observe/inspect_request.hpp"

#include "model/json.hpp"

namespace pgmahout::observe {

namespace {

using nlohmann::json;

// A time that no clock can hold must not reach one.
double seconds(const json& document, const char* name) {
  constexpr double kLongest = 86400;
  const double value = document.at(name).get<double>();
  if (value >= 0 && value <= kLongest) return value;
  throw std::out_of_range(std::string(name) + " is out of range");
}

json login_to_json(const LoginRequest& login) {
  return {{"kind", login.kind},
          {"user", login.user},
          {"target", login.target},
          {"port", login.port},
          {"password", login.password.reveal()}};
}

LoginRequest login_from_json(const json& document) {
  return {.kind = model::enumerator(document, "kind", model::LoginKind::wrong_password),
          .user = document.at("user").get<std::string>(),
          .target = document.at("target").get<std::string>(),
          .port = model::number<std::uint16_t>(document, "port"),
          .password = model::Secret(document.at("password").get<std::string>())};
}

InspectRequest read(const json& document) {
  InspectRequest request{
      .node = document.at("node").get<std::string>(),
      .address = document.at("address").get<std::string>(),
      .os_family = model::enumerator(document, "os_family", model::OsFamily::el),
      .postgresql_major = model::number<int>(document, "postgresql_major"),
      .postgresql_port = model::number<std::uint16_t>(document, "postgresql_port"),
      .pgpool_port = model::number<std::uint16_t>(document, "pgpool_port"),
      .pcp_port = model::number<std::uint16_t>(document, "pcp_port"),
      .heartbeat_port = model::number<std::uint16_t>(document, "heartbeat_port"),
      .superuser = document.at("superuser").get<std::string>(),
      .pgpool_user = document.at("pgpool_user").get<std::string>(),
      .pgpool_password = model::Secret(document.at("pgpool_password").get<std::string>()),
      .listen_seconds = seconds(document, "listen_seconds"),
      .enough_heartbeats = model::number<std::int64_t>(document, "enough_heartbeats"),
      .files = document.at("files").get<std::vector<std::string>>(),
      .kernel = document.at("kernel").get<std::vector<std::string>>(),
      .logins = {}};
  for (const json& login : document.at("logins")) request.logins.push_back(login_from_json(login));
  return request;
}

// nlohmann's messages name the field, never the value of a string.
model::Error not_a_request(const char* why) {
  return {.kind = model::ErrorKind::invalid,
          .what = std::string("not an inspect request: ") + why,
          .hint = "install the same version of pgmahout on every machine"};
}

}  // namespace

json request_to_json(const InspectRequest& request) {
  json logins = json::array();
  for (const LoginRequest& login : request.logins) logins.push_back(login_to_json(login));
  return {{"node", request.node},
          {"address", request.address},
          {"os_family", request.os_family},
          {"postgresql_major", request.postgresql_major},
          {"postgresql_port", request.postgresql_port},
          {"pgpool_port", request.pgpool_port},
          {"pcp_port", request.pcp_port},
          {"heartbeat_port", request.heartbeat_port},
          {"superuser", request.superuser},
          {"pgpool_user", request.pgpool_user},
          {"pgpool_password", request.pgpool_password.reveal()},
          {"listen_seconds", request.listen_seconds},
          {"enough_heartbeats", request.enough_heartbeats},
          {"files", request.files},
          {"kernel", request.kernel},
          {"logins", logins}};
}

model::Result<InspectRequest> request_from_json(const json& document) {
  try {
    return read(document);
  } catch (const json::exception& error) {
    return std::unexpected(not_a_request(error.what()));
  } catch (const std::out_of_range& error) {
    return std::unexpected(not_a_request(error.what()));
  }
}

model::Layout layout_for(const InspectRequest& request) {
  model::Cluster cluster;
  cluster.postgresql.version.major_number = request.postgresql_major;
  model::Node node;
  node.os_family = request.os_family;
  return model::layout_of(cluster, node);
}

}  // namespace pgmahout::observe
