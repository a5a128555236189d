#include "inventory/references.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "inventory/builder.hpp"
#include "inventory/to_json.hpp"

namespace pgmahout::inventory {

using settings::Place;
using settings::Value;
using settings::ValuePtr;

namespace {

// More text than this comes only from references that multiply.
constexpr std::size_t kMaximumText = 1'000'000;

std::unexpected<model::Error> refuse(const Place& place, std::string what, std::string hint = {}) {
  return std::unexpected(model::Error{.kind = model::ErrorKind::invalid,
                                      .what = std::move(what),
                                      .hint = std::move(hint),
                                      .where = place.position()});
}

bool has_template(const std::string& text) {
  return text.find("{{") != std::string::npos || text.find("{%") != std::string::npos ||
         text.find("{#") != std::string::npos;
}

std::unexpected<model::Error> not_plain(const Place& place, std::string_view expression) {
  return refuse(place, fmt::format("\"{}\" is more than a plain reference", expression),
                "only {{ other_variable }} is understood here, without filters, lookups or "
                "conditions; text that merely looks like it is marked !unsafe");
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  text.remove_prefix(first);
  return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

bool is_identifier(std::string_view text) {
  const auto is_word = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) == 0 &&
         std::ranges::all_of(text, is_word);
}

// One piece of a text: literal, or the name in a pair of braces.
struct Piece {
  bool reference = false;
  std::string text;
};

model::Result<std::vector<Piece>> split(const Value& value) {
  std::vector<Piece> pieces;
  std::string_view rest = *value.text();
  while (!rest.empty()) {
    const std::size_t open = std::min(rest.find("{{"), rest.size());
    const std::string_view literal = rest.substr(0, open);
    if (literal.find("{%") != std::string_view::npos ||
        literal.find("{#") != std::string_view::npos)
      return not_plain(value.place, literal.substr(literal.find('{')));
    if (!literal.empty()) pieces.push_back({false, std::string(literal)});
    rest.remove_prefix(open);
    if (rest.empty()) break;
    const std::size_t close = rest.find("}}");
    if (close == std::string_view::npos) return not_plain(value.place, rest);
    const std::string_view name = trimmed(rest.substr(2, close - 2));
    if (!is_identifier(name)) return not_plain(value.place, rest.substr(0, close + 2));
    pieces.push_back({true, std::string(name)});
    rest.remove_prefix(close + 2);
  }
  return pieces;
}

// What Jinja prints for a value within text.
std::optional<std::string> as_text(const Value& value) {
  if (value.text()) return *value.text();
  if (value.is_null()) return "";
  if (const auto* flag = std::get_if<bool>(&value.data)) return *flag ? "True" : "False";
  if (value.list() || value.map()) return std::nullopt;
  return to_json(value).dump();
}

}  // namespace

model::Result<ValuePtr> References::resolve(const std::string& name) {
  return follow(name, variables_->at(name).value->place);
}

References::Result References::follow(const std::string& name, const Place& place) {
  if (const auto known = done_.find(name); known != done_.end()) return known->second;
  const auto variable = variables_->find(name);
  if (variable == variables_->end())
    return refuse(place, fmt::format("there is no variable {}", name),
                  "set it for this host or one of its groups");
  if (std::ranges::find(open_, name) != open_.end())
    return refuse(place, fmt::format("the variables refer to each other in a circle: {} -> {}",
                                     fmt::join(open_, " -> "), name));
  if (open_.size() >= kMaximumDepth) return refuse(place, "the references are nested too deeply");
  open_.push_back(name);
  auto value = replace(variable->second.value);
  open_.pop_back();
  if (value) done_[name] = *value;
  return value;
}

References::Result References::replace(const ValuePtr& value) {
  if (value->vault) return open_vault(*value);
  if (value->unsafe) return value;
  if (value->text()) return has_template(*value->text()) ? replace_text(*value) : Result(value);
  if (!value->list() && !value->map()) return value;
  if (depth_ >= kMaximumDepth) return refuse(value->place, "the value becomes nested too deeply");
  ++depth_;
  auto replaced = value->list() ? replace_list(*value) : replace_map(*value);
  --depth_;
  return replaced;
}

References::Result References::open_vault(const Value& value) {
  auto plain = vault_->open(*value.text());
  if (!plain) {
    if (!plain.error().where) plain.error().where = value.place.position();
    return std::unexpected(plain.error());
  }
  return std::make_shared<const Value>(Value{.data = *std::move(plain), .place = value.place});
}

References::Result References::replace_text(const Value& value) {
  const auto pieces = split(value);
  if (!pieces) return std::unexpected(pieces.error());
  if (pieces->size() == 1 && pieces->front().reference) {
    const auto target = follow(pieces->front().text, value.place);
    if (!target) return target;
    Value copy = **target;
    copy.place = value.place;
    return std::make_shared<const Value>(std::move(copy));
  }
  std::string text;
  for (const Piece& piece : *pieces) {
    const auto target = piece.reference ? follow(piece.text, value.place) : Result(nullptr);
    if (!target) return target;
    const auto part = *target ? as_text(**target) : std::optional(piece.text);
    if (!part)
      return refuse(value.place, fmt::format("{} is {}, which cannot stand within text", piece.text,
                                             settings::kind_name(**target)));
    text += *part;
    if (text.size() > kMaximumText) return refuse(value.place, "the text becomes too long");
  }
  return std::make_shared<const Value>(Value{.data = std::move(text), .place = value.place});
}

References::Result References::replace_list(const Value& value) {
  Value copy{.place = value.place};
  Value::List list;
  for (const auto& item : *value.list()) {
    auto replaced = replace(item);
    if (!replaced) return replaced;
    copy.weight += (*replaced)->weight;
    list.push_back(*std::move(replaced));
    if (copy.weight > kMaximumWeight) return refuse(value.place, "the value becomes too large");
  }
  copy.data = std::move(list);
  return std::make_shared<const Value>(std::move(copy));
}

References::Result References::replace_map(const Value& value) {
  Value copy{.place = value.place};
  Value::Map map;
  for (const auto& entry : *value.map()) {
    auto replaced = replace(entry.value);
    if (!replaced) return replaced;
    copy.weight += (*replaced)->weight;
    map.push_back({entry.key, entry.place, *std::move(replaced)});
    if (copy.weight > kMaximumWeight) return refuse(value.place, "the value becomes too large");
  }
  copy.data = std::move(map);
  return std::make_shared<const Value>(std::move(copy));
}

}  // namespace pgmahout::inventory
