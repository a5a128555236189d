#include "agent/order_switchover.hpp"

#include "model/json.hpp"

namespace pgmahout::agent {

model::Result<std::string> order_switchover(
    const Reach& reach, const SwitchoverOrder& order, const ports::Deadline& deadline,
    const std::function<void(const std::string&)>& on_step) {
  const nlohmann::json request{{"operation", "switchover"}, {"from", order.from}, {"to", order.to}};
  const auto answer = call(reach, order.leader, request, deadline, [&](const nlohmann::json& said) {
    on_step(model::field<std::string>(said, "step", ""));
  });
  if (!answer) return std::unexpected(answer.error());
  return model::field<std::string>(*answer, "primary", "");
}

}  // namespace pgmahout::agent
