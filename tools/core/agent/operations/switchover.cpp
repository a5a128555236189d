#include "act/switchover.hpp"

#include "agent/operations/nodes.hpp"
#include "agent/operations/operations.hpp"

namespace pgmahout::agent {

model::Result<nlohmann::json> switchover(const Request& request, const Session& session) {
  const auto from = node_named(request, "from", session.context);
  if (!from) return std::unexpected(from.error());
  const auto to = node_named(request, "to", session.context);
  if (!to) return std::unexpected(to.error());
  if (*from == nullptr || *from == *to)
    return std::unexpected(model::Error{.kind = model::ErrorKind::invalid,
                                        .what = "\"from\" must name another node than \"to\""});
  const auto primary = act::switch_over(session.context, **from, *to, [&](const std::string& step) {
    session.progress({{"step", step}});
  });
  if (!primary) return std::unexpected(primary.error());
  return nlohmann::json{{"primary", (*primary)->name}};
}

}  // namespace pgmahout::agent
