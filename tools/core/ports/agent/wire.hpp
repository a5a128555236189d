#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "model/error.hpp"

namespace pgmahout::agent {

/// The only version of the protocol there is.
inline constexpr int kProtocolVersion = 1;

/// The name of a kind of error on the wire, e.g. "no_answer".
[[nodiscard]] std::string_view kind_name(model::ErrorKind kind);

/// {"kind","what","node","command","hint"}: what an agent answers when it could not.
[[nodiscard]] nlohmann::json to_json(const model::Error& error);

/// The error again, on the side that asked; `node` fills in a node that the answer leaves out.
[[nodiscard]] model::Error error_from_json(const nlohmann::json& json, const std::string& node);

}  // namespace pgmahout::agent
