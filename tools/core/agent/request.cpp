#include "agent/request.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/json.hpp"
#include "ports/agent/wire.hpp"

namespace pgmahout::agent {

namespace {

std::unexpected<model::Error> invalid(std::string what) {
  return std::unexpected(model::Error{.kind = model::ErrorKind::invalid, .what = std::move(what)});
}

model::Result<int> read_deadline(const nlohmann::json& json) {
  constexpr int kLongest = 86400;
  const auto found = json.find("deadline");
  if (found == json.end()) return 0;
  const auto seconds = model::exactly<int>(*found);
  if (!seconds || *seconds < 1 || *seconds > kLongest)
    return invalid("\"deadline\" must be a whole number of seconds from 1 to 86400");
  return *seconds;
}

model::Result<std::string> read_operation(const nlohmann::json& json) {
  const auto version = json.find("version");
  if (version == json.end() || *version != kProtocolVersion)
    return invalid(
        fmt::format("this agent speaks version {} of the protocol only", kProtocolVersion));
  const auto operation = json.find("operation");
  if (operation == json.end() || !operation->is_string())
    return invalid("the request names no \"operation\"");
  return operation->get<std::string>();
}

}  // namespace

model::Result<Request> Request::parse(std::string_view text) {
  Request request;
  request.json_ = model::parse_json(text);
  if (!request.json_.is_object()) return invalid("the request is not one JSON object");
  auto operation = read_operation(request.json_);
  if (!operation) return std::unexpected(operation.error());
  const auto deadline = read_deadline(request.json_);
  if (!deadline) return std::unexpected(deadline.error());
  request.operation_ = std::move(*operation);
  request.deadline_seconds_ = *deadline;
  return request;
}

ports::Duration Request::deadline(ports::Duration otherwise) const {
  if (deadline_seconds_ == 0) return otherwise;
  return std::chrono::seconds(deadline_seconds_);
}

model::Result<void> Request::allow_only(std::span<const std::string_view> fields) const {
  for (const auto& [name, value] : json_.items()) {
    if (name == "version" || name == "operation" || name == "deadline") continue;
    if (std::ranges::find(fields, std::string_view(name)) == fields.end())
      return invalid(fmt::format("operation {} has no field \"{}\"", operation_, name));
  }
  return {};
}

model::Result<bool> Request::boolean(const char* field, bool otherwise) const {
  const auto found = json_.find(field);
  if (found == json_.end()) return otherwise;
  if (!found->is_boolean()) return invalid(fmt::format("\"{}\" must be true or false", field));
  return found->get<bool>();
}

model::Result<std::string> Request::text(const char* field) const {
  const auto found = json_.find(field);
  if (found == json_.end()) return std::string();
  if (!found->is_string()) return invalid(fmt::format("\"{}\" must be a string", field));
  return found->get<std::string>();
}

model::Result<nlohmann::json> Request::object(const char* field) const {
  const auto found = json_.find(field);
  if (found == json_.end() || !found->is_object())
    return invalid(fmt::format("\"{}\" must be an object", field));
  return *found;
}

}  // namespace pgmahout::agent
