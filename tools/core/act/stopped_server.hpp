#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "act/context.hpp"

namespace pgmahout::act {

/// What the agent of another node says of a server that does not run.
struct StoppedServer {
  std::string system_identifier;  ///< empty: there is no data directory
  bool has_data = false;
  bool fenced = false;         ///< it starts again only as somebody's standby
  std::uint32_t timeline = 0;  ///< the newest that it knows; 0: nobody can tell
  std::string follows_host;    ///< the address of whom it is told to stream from
};

/// Reads the agent's answer. Nothing when the server runs, or when the answer is of another form: a
/// word that is guessed could let a second primary up.
[[nodiscard]] std::optional<StoppedServer> stopped_server_from_json(const nlohmann::json& answer);

/// Asks the agent of that node what a server that does not run has left there. Nothing when nobody
/// answers in that time, or the server runs.
[[nodiscard]] std::optional<StoppedServer> ask_stopped_server(const Context& context,
                                                              const model::Node& node,
                                                              ports::Duration patience);

}  // namespace pgmahout::act
