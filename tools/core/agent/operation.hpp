#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>

#include "act/context.hpp"
#include "agent/request.hpp"

namespace pgmahout::agent {

/// What an operation works with: the node's context, and where its progress goes.
struct Session {
  const act::Context& context;
  std::function<void(const nlohmann::json&)> progress;
};

/// One thing that the agent can do: its name on the wire, the fields that its request may have
/// besides version, operation and deadline, how long it takes when the request does not say, and
/// the function that reads the request, does it and returns the result.
struct Operation {
  std::string_view name;
  std::span<const std::string_view> fields;
  ports::Duration deadline;
  model::Result<nlohmann::json> (*run)(const Request& request, const Session& session);
};

/// Every operation; the only place to enter a new one.
[[nodiscard]] std::span<const Operation> operations();

/// The operation of the request, its fields checked; unknown ones are refused.
[[nodiscard]] model::Result<const Operation*> find_operation(const Request& request);

}  // namespace pgmahout::agent
