#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/error.hpp"

namespace pgmahout::settings {

/// Where something stands in an input file. The file's name is shared by all places of that file.
struct Place {
  std::shared_ptr<const std::string> file;  ///< null: it comes from no file (a default)
  int line = 0;                             ///< from 1; 0 is unknown
  int column = 0;                           ///< from 1; 0 is unknown

  /// The same as an error carries it; nullopt when there is no file.
  [[nodiscard]] std::optional<model::SourcePosition> position() const;
};

struct Value;
/// Values are immutable and shared: an alias, or a group's variable of fifteen hosts, is one value.
using ValuePtr = std::shared_ptr<const Value>;

/// One key of a mapping.
struct Entry {
  std::string key;
  Place place;  ///< of the key
  ValuePtr value;
};

/// What an input file says, with the place where it says so. It knows nothing of what is meant.
struct Value {
  using List = std::vector<ValuePtr>;
  using Map = std::vector<Entry>;  ///< keys are unique and in the file's order

  std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Map> data;
  Place place;
  bool vault = false;      ///< the text is an Ansible vault envelope, not yet opened
  bool unsafe = false;     ///< marked !unsafe: braces in it are no references
  std::size_t weight = 1;  ///< number of values in it when every alias is written out

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(data); }
  [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&data); }
  [[nodiscard]] const List* list() const { return std::get_if<List>(&data); }
  [[nodiscard]] const Map* map() const { return std::get_if<Map>(&data); }
};

/// The value of that key of a mapping, or null when there is none.
[[nodiscard]] ValuePtr find(const Value::Map& map, std::string_view key);

/// Same content, wherever it stands.
[[nodiscard]] bool equal(const Value& left, const Value& right);

/// What a person calls that kind of value: "a list", "a boolean", ...
[[nodiscard]] std::string_view kind_name(const Value& value);

/// One variable of a host: where its name stands and what it is.
struct Variable {
  Place place;
  ValuePtr value;
};

/// The variables of one host by name.
using Variables = std::map<std::string, Variable>;

}  // namespace pgmahout::settings
