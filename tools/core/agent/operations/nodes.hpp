#pragma once

#include "act/context.hpp"
#include "agent/request.hpp"

namespace pgmahout::agent {

/// The node that this field of a request names; null when it is left out or empty.
[[nodiscard]] model::Result<const model::Node*> node_named(const Request& request,
                                                           const char* field,
                                                           const act::Context& context);

/// The node that "primary" names: one of the cluster, and not this one.
[[nodiscard]] model::Result<const model::Node*> primary_named(const Request& request,
                                                              const act::Context& context);

}  // namespace pgmahout::agent
