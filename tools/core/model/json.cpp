#include "model/json.hpp"

namespace pgmahout::model {

using nlohmann::json;

json parse_json(std::string_view text) {
  constexpr int kDeepest = 32;
  bool deep = false;
  const auto keep = [&](int depth, json::parse_event_t /*event*/, const json& /*value*/) {
    deep = deep || depth > kDeepest;
    return !deep;
  };
  auto value = json::parse(text, keep, false);
  return deep ? json(json::value_t::discarded) : value;
}

std::string to_line(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace pgmahout::model
