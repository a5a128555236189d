#include "agent/operations/nodes.hpp"

namespace pgmahout::agent {

model::Result<const model::Node*> node_named(const Request& request, const char* field,
                                             const act::Context& context) {
  const auto name = request.text(field);
  if (!name) return std::unexpected(name.error());
  if (name->empty()) return nullptr;
  const auto* node = context.cluster.find(*name);
  if (node != nullptr) return node;
  return std::unexpected(
      model::Error{.kind = model::ErrorKind::invalid,
                   .what = "the cluster has no node \"" + *name + "\"",
                   .hint = "is the same inventory deployed everywhere? run site.yml"});
}

model::Result<const model::Node*> primary_named(const Request& request,
                                                const act::Context& context) {
  const auto name = request.text("primary");
  if (!name) return std::unexpected(name.error());
  const model::Node* primary = context.cluster.find(*name);
  const bool known = primary != nullptr;
  if (known && primary->name != context.self.name) return primary;
  return std::unexpected(model::Error{.kind = model::ErrorKind::invalid,
                                      .what = known ? "a node cannot be a standby of itself"
                                                    : "the cluster has no node \"" + *name + "\""});
}

}  // namespace pgmahout::agent
