#include "act/attach.hpp"

#include "agent/operations/nodes.hpp"
#include "agent/operations/operations.hpp"

namespace pgmahout::agent {

model::Result<nlohmann::json> attach(const Request& request, const Session& session) {
  const auto node = node_named(request, "node", session.context);
  if (!node) return std::unexpected(node.error());
  if (*node == nullptr)
    return std::unexpected(
        model::Error{.kind = model::ErrorKind::invalid, .what = "\"node\" must name a node"});
  if (auto done = act::attach(session.context, **node); !done) return std::unexpected(done.error());
  return nlohmann::json::object();
}

}  // namespace pgmahout::agent
