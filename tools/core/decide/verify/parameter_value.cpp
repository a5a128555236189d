#include "decide/verify/parameter_value.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "model/lower_case.hpp"

namespace pgmahout::decide {

namespace {

struct Unit {
  std::string_view name;
  double factor;  // in bytes, or in microseconds
  bool time;
};

// PostgreSQL: memory_unit_conversion_table and time_unit_conversion_table of guc.c. Pgpool-II has
// the same units.
constexpr std::array<Unit, 11> kUnits{{
    {"B", 1, false},
    {"kB", 1024, false},
    {"MB", 1048576, false},
    {"GB", 1073741824, false},
    {"TB", 1099511627776, false},
    {"us", 1, true},
    {"ms", 1e3, true},
    {"s", 1e6, true},
    {"min", 60e6, true},
    {"h", 3600e6, true},
    {"d", 86400e6, true},
}};

struct Quantity {
  double number = 0;
  std::string_view unit;
};

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// "0600": the servers read integers as C does.
bool is_octal(std::string_view text) {
  return text.size() > 1 && text.front() == '0' &&
         text.find_first_not_of("01234567") == std::string_view::npos;
}

// "128MB", "5 min", "0x10", "0600", "-1", "1.5": the number and what stands behind it.
std::optional<Quantity> read_quantity(std::string_view text) {
  text = trim(text);
  double number = 0;
  const char* end = text.data() + text.size();
  auto [rest, failure] = std::from_chars(text.data(), end, number);
  const bool hexadecimal = text.starts_with("0x") || text.starts_with("0X");
  if (hexadecimal || is_octal(text)) {
    long long whole = 0;
    const char* digits = text.data() + (hexadecimal ? 2 : 0);
    const auto read = std::from_chars(digits, end, whole, hexadecimal ? 16 : 8);
    rest = read.ptr;
    failure = read.ec;
    number = static_cast<double>(whole);
  }
  if (failure != std::errc{}) return std::nullopt;
  return Quantity{number, trim(std::string_view(rest, static_cast<std::size_t>(end - rest)))};
}

// How many of the smallest unit one `name` holds; "8kB" is eight kB. Empty name: nothing.
std::optional<double> factor_of(std::string_view name) {
  const auto quantity = read_quantity(name);
  const std::string_view unit = quantity ? quantity->unit : name;
  const auto found = std::ranges::find(kUnits, unit, &Unit::name);
  if (found == kUnits.end()) return std::nullopt;
  return found->factor * (quantity ? quantity->number : 1);
}

// In multiples of base; a number without a unit is in base already.
std::optional<double> in_base(std::string_view text, std::string_view base) {
  const auto quantity = read_quantity(text);
  if (!quantity) return std::nullopt;
  if (quantity->unit.empty()) return quantity->number;
  const auto factor = factor_of(quantity->unit);
  const auto base_factor = factor_of(base);
  if (!factor || !base_factor) return std::nullopt;
  return quantity->number * *factor / *base_factor;
}

bool nearly(double left, double right) {
  return std::abs(left - right) <= 1e-9 * std::max({1.0, std::abs(left), std::abs(right)});
}

// Any unambiguous prefix is allowed in the file; the whole words cover what people write.
std::optional<bool> read_bool(std::string_view text) {
  const std::string word = model::lower_case(trim(text));
  if (word == "on" || word == "true" || word == "yes" || word == "1" || word == "t" || word == "y")
    return true;
  if (word == "off" || word == "false" || word == "no" || word == "0" || word == "f" || word == "n")
    return false;
  return std::nullopt;
}

bool same_number(std::string_view rendered, std::string_view live, std::string_view base,
                 bool whole) {
  const auto left = in_base(rendered, base);
  const auto right = in_base(live, base);
  if (!left || !right) return false;
  return whole ? nearly(std::nearbyint(*left), std::nearbyint(*right)) : nearly(*left, *right);
}

// Enumerations whose "on" has other spellings: on is a word of the enumeration, true its alias.
bool same_enum(std::string_view rendered, std::string_view live) {
  const std::string left = model::lower_case(trim(rendered));
  const std::string right = model::lower_case(live);
  if (left == right) return true;
  const auto left_switch = read_bool(left);
  const auto right_switch = read_bool(right);
  if (left_switch && right_switch) return *left_switch == *right_switch;
  const bool old_wal_level = left == "hot_standby" || left == "archive";
  return old_wal_level && right == "replica";
}

// Pgpool-II's base units that are not seconds (pool_config_variables.c, GUC_UNIT_*).
std::string_view pgpool_base_unit(std::string_view name, std::string_view live_unit) {
  const auto unit = std::ranges::find(kUnits, live_unit, &Unit::name);
  const bool time = unit != kUnits.end() && unit->time;
  if (name == "log_rotation_size") return "kB";
  if (!time) return "B";
  if (name == "log_rotation_age") return "min";
  const bool milliseconds = name.starts_with("connect_timeout") ||
                            name == "delay_threshold_by_time" ||
                            name.starts_with("track_table_mutation_");
  return milliseconds ? "ms" : "s";
}

}  // namespace

bool same_postgresql_value(std::string_view rendered, const model::LiveParameter& live) {
  if (live.type == "bool") {
    const auto left = read_bool(rendered);
    return left && left == read_bool(live.value);
  }
  if (live.type == "enum") return same_enum(rendered, live.value);
  if (live.type == "integer") return same_number(rendered, live.value, live.unit, true);
  if (live.type == "real") return same_number(rendered, live.value, live.unit, false);
  return rendered == live.value;
}

bool same_pgpool_value(std::string_view name, std::string_view rendered, std::string_view live) {
  if (rendered == live || live == "*****") return true;
  const auto left = read_bool(rendered);
  const auto right = read_bool(live);
  if (left && right) return *left == *right;
  const auto quantity = read_quantity(live);
  if (!quantity) return model::lower_case(rendered) == model::lower_case(live);
  return same_number(rendered, live, pgpool_base_unit(name, quantity->unit), false);
}

std::optional<double> seconds(std::string_view text) { return in_base(text, "s"); }

}  // namespace pgmahout::decide
