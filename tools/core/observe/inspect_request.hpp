#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "model/inspection.hpp"
#include "model/layout.hpp"

namespace pgmahout::observe {

/// One login that the node's agent is to try.
struct LoginRequest {
  model::LoginKind kind = model::LoginKind::vip;
  std::string user;
  std::string target;  ///< address
  std::uint16_t port = 0;
  model::Secret password;
};

/// What the controller wants to know of one node: all that the agent needs to ask, so that the
/// answer does not depend on files of that node which may be the ones that are wrong.
struct InspectRequest {
  std::string node;
  std::string address;
  model::OsFamily os_family = model::OsFamily::debian;
  int postgresql_major = 0;
  std::uint16_t postgresql_port = 0;
  std::uint16_t pgpool_port = 0;
  std::uint16_t pcp_port = 0;
  std::uint16_t heartbeat_port = 0;
  std::string superuser;
  std::string pgpool_user;
  model::Secret pgpool_password;
  double listen_seconds = 0;           ///< how long to listen for heartbeats
  std::int64_t enough_heartbeats = 1;  ///< with fewer it is listened that long once more
  std::vector<std::string> files;      ///< absolute paths
  std::vector<std::string> kernel;     ///< sysctl's names
  std::vector<LoginRequest> logins;
};

/// For the agent's standard input only: it holds the passwords that are tried.
[[nodiscard]] nlohmann::json request_to_json(const InspectRequest& request);

/// Reads what request_to_json() wrote; kind invalid when a field is missing or of another type.
[[nodiscard]] model::Result<InspectRequest> request_from_json(const nlohmann::json& document);

/// Where things are on the node that the request speaks of.
[[nodiscard]] model::Layout layout_for(const InspectRequest& request);

}  // namespace pgmahout::observe
