#include "act/vip.hpp"
#include "agent/operations/operations.hpp"

namespace pgmahout::agent {

model::Result<nlohmann::json> vip_drop(const Request& /*request*/, const Session& session) {
  const auto dropped = act::drop_vip(session.context);
  if (!dropped) return std::unexpected(dropped.error());
  return nlohmann::json{{"changed", *dropped}};
}

}  // namespace pgmahout::agent
