#include "ports/agent/client.hpp"

#include <optional>

#include "model/json.hpp"
#include "ports/agent/wire.hpp"

namespace pgmahout::agent {

namespace {

// What the agent's lines have said so far.
class Conversation {
 public:
  Conversation(const std::string& node, const OnProgress& on_progress)
      : node_(node), on_progress_(on_progress) {}

  void hear(std::string_view line) {
    const auto json = model::parse_json(line);
    if (!json.is_object()) return;
    if (const auto found = json.find("progress"); found != json.end() && on_progress_)
      on_progress_(*found);
    if (const auto found = json.find("result"); found != json.end()) answer_ = result(*found);
    if (const auto found = json.find("error"); found != json.end())
      answer_ = std::unexpected(error_from_json(*found, node_));
  }
  [[nodiscard]] const std::optional<model::Result<nlohmann::json>>& answer() const {
    return answer_;
  }

 private:
  // Every operation answers an object, and whoever asked looks for its fields.
  [[nodiscard]] model::Result<nlohmann::json> result(const nlohmann::json& found) const {
    if (found.is_object()) return found;
    return std::unexpected(
        model::Error{.what = "the agent's answer is not understood: it is no object",
                     .node = node_,
                     .hint = "is the same version of pgmahout installed on every node?"});
  }

  const std::string& node_;
  const OnProgress& on_progress_;
  std::optional<model::Result<nlohmann::json>> answer_;
};

model::Error no_agent(const ports::ShellResult& result, const ports::Target& target,
                      const ports::Command& command) {
  auto failed = ports::expect_success(result, target, command);
  model::Error error = failed ? model::Error{.kind = model::ErrorKind::no_answer,
                                             .what = "the agent ended without an answer",
                                             .node = target.node}
                              : failed.error();
  error.hint = "is pgmahout installed there, and may this user run it as postgres?";
  return error;
}

}  // namespace

model::Result<nlohmann::json> Client::call(const ports::Target& target, nlohmann::json request,
                                           const ports::Deadline& deadline,
                                           const OnProgress& on_progress) {
  request["version"] = kProtocolVersion;
  request["deadline"] = std::clamp<std::int64_t>(deadline.remaining().count() / 1000, 1, 86400);
  Conversation conversation(target.node, on_progress);
  const ports::Command command{
      .argv = argv_,
      .input = model::to_line(request) + "\n",
      .on_output_line = [&](std::string_view line) { conversation.hear(line); }};
  const auto result = shell_.run(target, command, deadline);
  if (const auto& answer = conversation.answer()) return *answer;
  if (!result) return std::unexpected(result.error());
  return std::unexpected(no_agent(*result, target, command));
}

}  // namespace pgmahout::agent
