#pragma once

#include <string>
#include <vector>

namespace pgmahout::report {

/// One column of a table for people.
struct Column {
  std::string title;
  int spare = 0;  ///< left out first where the terminal is too narrow: the highest; 0: never
};

/// Columns and the cells below them; each row has a cell for each column.
struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
};

/// The table in lines of at most `width` bytes as long as a column can be spared for it, two blanks
/// between columns; an empty cell is a dash.
[[nodiscard]] std::string table_text(const Table& table, int width);

}  // namespace pgmahout::report
