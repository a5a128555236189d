#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "settings/records.hpp"
#include "settings/scalars.hpp"
#include "settings/settings.hpp"

namespace pgmahout::settings {

namespace {

// YAML 1.1 reads a bare off as false; where off is a choice, nothing else can be meant by it.
std::optional<std::string> as_choice(const Value& value,
                                     std::span<const std::string_view> choices) {
  const auto* flag = std::get_if<bool>(&value.data);
  const bool is_off = flag && !*flag && std::ranges::find(choices, "off") != choices.end();
  return is_off ? "off" : as_text(value);
}

struct Apply {
  const ValuePtr& value;
  Target& target;
  Complaints& complaints;

  void complain(std::string what, std::string hint = {}) const {
    complaints.push_back({value->place, std::move(what), std::move(hint)});
  }

  void operator()(const IntegerType& type) const {
    const auto number = as_integer(*value);
    if (number && *number >= type.least && *number <= type.most) return type.set(target, *number);
    complain(fmt::format("must be an integer from {} to {}, not {}", type.least, type.most,
                         shown(*value)));
  }
  void operator()(const NumberType& type) const {
    const auto number = as_number(*value);
    if (number && *number >= type.least && *number <= type.most) return type.set(target, *number);
    complain(fmt::format("must be a number from {} to {}, not {}", type.least, type.most,
                         shown(*value)));
  }
  void operator()(const BooleanType& type) const {
    const auto flag = as_boolean(*value);
    if (flag) return type.set(target, *flag);
    complain(fmt::format("must be true or false, not {}", shown(*value)));
  }
  void operator()(const ChoiceType& type) const {
    const auto text = as_choice(*value, type.choices);
    const auto found = text ? std::ranges::find(type.choices, *text) : type.choices.end();
    if (found != type.choices.end())
      return type.set(target, static_cast<std::size_t>(found - type.choices.begin()));
    complain(
        fmt::format("must be one of {}, not {}", fmt::join(type.choices, ", "), shown(*value)));
  }
  void operator()(const TextType& type) const {
    auto text = as_text(*value);
    if (text && type.form->fits(*text)) return type.set(target, *std::move(text));
    complain(fmt::format("must be {}, not {}", type.form->expected, shown(*value)));
  }
  void operator()(const SecretType& type) const {
    if (value->text()) return type.set(target, model::Secret(*value->text()));
    complain(fmt::format("must be text, it is {}", kind_name(*value)),
             "put the secret into quotes, so that YAML does not read it as something else");
  }
  void operator()(const ParametersType& type) const {
    const std::size_t before = complaints.size();
    auto parameters = read_parameters(*value, complaints);
    if (complaints.size() == before) type.set(target, std::move(parameters));
  }
  void operator()(const HbaRulesType& type) const { records(type, read_hba_rule); }
  void operator()(const UsersType& type) const { records(type, read_user); }
  void operator()(const DatabasesType& type) const { records(type, read_database); }
  void operator()(const ExtensionsType& type) const { records(type, read_extension); }
  void operator()(const PlaybookType& /*type*/) const {}

  template <typename RecordsType, typename Record>
  void records(const RecordsType& type,
               Record (*read)(const Value::Map&, const Place&, Complaints&)) const {
    if (!value->list())
      return complain(fmt::format("must be a list of mappings, it is {}", kind_name(*value)));
    const std::size_t before = complaints.size();
    std::vector<Record> rows;
    for (const auto& item : *value->list()) {
      if (item->map())
        rows.push_back(read(*item->map(), item->place, complaints));
      else
        complaints.push_back(
            {item->place, fmt::format("must hold mappings, this is {}", kind_name(*item)), {}});
    }
    if (complaints.size() == before) type.set(target, std::move(rows));
  }
};

}  // namespace

Complaints apply(const Setting& setting, const ValuePtr& value, Target& target) {
  Complaints complaints;
  if (value->is_null()) {
    complaints.push_back({value->place, "has no value", "give it one or take the line out"});
    return complaints;
  }
  std::visit(Apply{value, target, complaints}, setting.type);
  return complaints;
}

void apply_default(const Setting& setting, Target& target) {
  if (setting.derive) return setting.derive(target);
  const bool is_container = std::holds_alternative<ParametersType>(setting.type) ||
                            std::holds_alternative<HbaRulesType>(setting.type) ||
                            std::holds_alternative<UsersType>(setting.type) ||
                            std::holds_alternative<DatabasesType>(setting.type) ||
                            std::holds_alternative<ExtensionsType>(setting.type);
  if (setting.required || is_container) return;
  const auto value =
      std::make_shared<const Value>(Value{.data = std::string(setting.default_text)});
  // A default that does not fit its own type is a fault of the table; a test applies them all.
  (void)apply(setting, value, target);
}

}  // namespace pgmahout::settings
