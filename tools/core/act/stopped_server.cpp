#include "act/stopped_server.hpp"

#include "model/json.hpp"
#include "ports/agent/client.hpp"

namespace pgmahout::act {

namespace {

// False when the field is there and is none of that type; one that is not there changes nothing.
template <typename Value>
bool take(const nlohmann::json& answer, const char* name, Value& into) {
  const auto found = answer.find(name);
  if (found == answer.end()) return true;
  auto value = model::exactly<Value>(*found);
  if (value) into = std::move(*value);
  return value.has_value();
}

}  // namespace

std::optional<StoppedServer> stopped_server_from_json(const nlohmann::json& answer) {
  bool running = true;
  StoppedServer server;
  const bool understood = take(answer, "running", running) &&
                          take(answer, "system_identifier", server.system_identifier) &&
                          take(answer, "has_data", server.has_data) &&
                          take(answer, "fenced", server.fenced) &&
                          take(answer, "timeline", server.timeline) &&
                          take(answer, "follows_host", server.follows_host);
  if (!understood || running) return std::nullopt;
  return server;
}

std::optional<StoppedServer> ask_stopped_server(const Context& context, const model::Node& node,
                                                ports::Duration patience) {
  agent::Client client(context.shell, {context.layout.libexec + "/node"});
  const auto answer = client.call(agent_of(context, node), {{"operation", "observe"}},
                                  context.deadline.within(patience));
  return answer ? stopped_server_from_json(*answer) : std::nullopt;
}

}  // namespace pgmahout::act
