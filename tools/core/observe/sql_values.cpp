#include "observe/sql_values.hpp"

#include <algorithm>
#include <charconv>

namespace pgmahout::observe {

std::optional<std::string> RowReader::optional_text() {
  return next_ < row_.size() ? row_[next_++] : std::nullopt;
}

std::optional<std::int64_t> RowReader::optional_number() {
  const auto digits = optional_text();
  if (!digits) return std::nullopt;
  std::int64_t value = 0;
  std::from_chars(digits->data(), digits->data() + digits->size(), value);
  return value;
}

std::string cell(const ports::Rows& rows, const ports::Row& row, const std::string& column) {
  const auto found = std::ranges::find(rows.columns, column);
  const auto index = static_cast<std::size_t>(found - rows.columns.begin());
  return index < row.size() ? row[index].value_or("") : std::string();
}

}  // namespace pgmahout::observe
