#include "observe/inspect_request.hpp"

namespace pgmahout::observe {

namespace {

using nlohmann::json;

json login_to_json(const LoginRequest& login) {
  return {{"kind", login.kind},
          {"user", login.user},
          {"target", login.target},
          {"port", login.port},
          {"password", login.password.reveal()}};
}

LoginRequest login_from_json(const json& document) {
  return {.kind = document.at("kind").get<model::LoginKind>(),
          .user = document.at("user").get<std::string>(),
          .target = document.at("target").get<std::string>(),
          .port = document.at("port").get<std::uint16_t>(),
          .password = model::Secret(document.at("password").get<std::string>())};
}

InspectRequest read(const json& document) {
  InspectRequest request{
      .node = document.at("node").get<std::string>(),
      .address = document.at("address").get<std::string>(),
      .os_family = document.at("os_family").get<model::OsFamily>(),
      .postgresql_major = document.at("postgresql_major").get<int>(),
      .postgresql_port = document.at("postgresql_port").get<std::uint16_t>(),
      .pgpool_port = document.at("pgpool_port").get<std::uint16_t>(),
      .pcp_port = document.at("pcp_port").get<std::uint16_t>(),
      .heartbeat_port = document.at("heartbeat_port").get<std::uint16_t>(),
      .superuser = document.at("superuser").get<std::string>(),
      .pgpool_user = document.at("pgpool_user").get<std::string>(),
      .pgpool_password = model::Secret(document.at("pgpool_password").get<std::string>()),
      .listen_seconds = document.at("listen_seconds").get<double>(),
      .enough_heartbeats = document.at("enough_heartbeats").get<std::int64_t>(),
      .files = document.at("files").get<std::vector<std::string>>(),
      .kernel = document.at("kernel").get<std::vector<std::string>>(),
      .logins = {}};
  for (const json& login : document.at("logins")) request.logins.push_back(login_from_json(login));
  return request;
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
    // nlohmann's messages name the field, never the value of a string.
    return std::unexpected(
        model::Error{.kind = model::ErrorKind::invalid,
                     .what = std::string("not an inspect request: ") + error.what(),
                     .hint = "install the same version of pgmahout on every machine"});
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
