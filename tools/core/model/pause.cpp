#include "model/pause.hpp"

#include "model/json.hpp"

namespace pgmahout::model {

std::string to_text(const Pause& pause) {
  return to_line({{"reason", pause.reason}, {"since", pause.since}}) + "\n";
}

Pause parse_pause(const std::string& text) {
  const auto record = parse_json(text);
  if (!record.is_object()) return {.reason = "the record cannot be read"};
  return {.reason = field<std::string>(record, "reason", ""),
          .since = field<std::string>(record, "since", "")};
}

}  // namespace pgmahout::model
