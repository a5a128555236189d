#include "model/fence.hpp"

#include "model/json.hpp"

namespace pgmahout::model {

std::string to_text(const Fence& fence) {
  const nlohmann::json record{{"reason", fence.reason},     {"operation", fence.operation},
                              {"since", fence.since},       {"isolated", fence.isolated},
                              {"released", fence.released}, {"held", fence.held}};
  return to_line(record) + "\n";
}

Fence parse_fence(const std::string& text) {
  try {
    const auto record = nlohmann::json::parse(text);
    return {.reason = record.value("reason", ""),
            .operation = record.value("operation", ""),
            .since = record.value("since", ""),
            .isolated = record.value("isolated", false),
            .released = record.value("released", false),
            .held = record.value("held", false)};
  } catch (const nlohmann::json::exception&) {
    return {.reason = "its record cannot be read", .operation = "", .since = ""};
  }
}

}  // namespace pgmahout::model
