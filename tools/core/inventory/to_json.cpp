#include "inventory/to_json.hpp"

namespace pgmahout::inventory {

namespace {

using nlohmann::json;

struct ToJson {
  const settings::Value& value;

  json operator()(std::monostate /*nothing*/) const { return nullptr; }
  json operator()(bool flag) const { return flag; }
  json operator()(std::int64_t number) const { return number; }
  json operator()(double number) const { return number; }
  json operator()(const std::string& text) const {
    if (value.vault) return {{"__ansible_vault", text}};
    if (value.unsafe) return {{"__ansible_unsafe", text}};
    return text;
  }
  json operator()(const settings::Value::List& list) const {
    json array = json::array();
    for (const auto& item : list) array.push_back(to_json(*item));
    return array;
  }
  json operator()(const settings::Value::Map& map) const {
    json object = json::object();
    for (const auto& entry : map) object[entry.key] = to_json(*entry.value);
    return object;
  }
};

}  // namespace

json to_json(const settings::Value& value) { return std::visit(ToJson{value}, value.data); }

std::string key_text(const settings::Value& key) {
  if (key.text()) return *key.text();
  return to_json(key).dump();
}

}  // namespace pgmahout::inventory
