#include "ports/agent/wire.hpp"

#include <array>
#include <utility>

namespace pgmahout::agent {

namespace {

using model::ErrorKind;

constexpr std::array<std::pair<ErrorKind, std::string_view>, 8> kKinds{{
    {ErrorKind::usage, "usage"},
    {ErrorKind::invalid, "invalid"},
    {ErrorKind::refused, "refused"},
    {ErrorKind::failed, "failed"},
    {ErrorKind::incomplete, "incomplete"},
    {ErrorKind::no_answer, "no_answer"},
    {ErrorKind::interrupted, "interrupted"},
    {ErrorKind::internal, "internal"},
}};

std::string text_of(const nlohmann::json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

std::string_view kind_name(ErrorKind kind) {
  for (const auto& [each, name] : kKinds)
    if (each == kind) return name;
  return "internal";
}

nlohmann::json to_json(const model::Error& error) {
  return {{"kind", kind_name(error.kind)},
          {"what", error.what},
          {"node", error.node},
          {"command", error.command},
          {"hint", error.hint}};
}

model::Error error_from_json(const nlohmann::json& json, const std::string& node) {
  model::Error error{.kind = ErrorKind::internal,
                     .what = text_of(json, "what"),
                     .node = text_of(json, "node"),
                     .command = text_of(json, "command"),
                     .hint = text_of(json, "hint")};
  if (error.node.empty()) error.node = node;
  for (const auto& [kind, name] : kKinds)
    if (name == text_of(json, "kind")) error.kind = kind;
  return error;
}

}  // namespace pgmahout::agent
