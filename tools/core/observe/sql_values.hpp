#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "ports/sql.hpp"

namespace pgmahout::observe {

/// Reads the cells of one row in order; NULL is the empty text, 0 or false.
class RowReader {
 public:
  explicit RowReader(const ports::Row& row) : row_(row) {}

  [[nodiscard]] std::optional<std::string> optional_text();
  [[nodiscard]] std::string text() { return optional_text().value_or(""); }
  [[nodiscard]] std::int64_t number() { return optional_number().value_or(0); }
  [[nodiscard]] std::optional<std::int64_t> optional_number();
  [[nodiscard]] bool flag() { return text() == "t"; }

 private:
  const ports::Row& row_;
  std::size_t next_ = 0;
};

/// The cell of that column, or the empty text when there is no such column (older versions).
[[nodiscard]] std::string cell(const ports::Rows& rows, const ports::Row& row,
                               const std::string& column);

}  // namespace pgmahout::observe
