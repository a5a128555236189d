#include "report/table.hpp"

#include <algorithm>
#include <numeric>

namespace pgmahout::report {

namespace {

const std::string& shown(const std::string& cell) {
  static const std::string kEmpty = "-";
  return cell.empty() ? kEmpty : cell;
}

std::vector<std::size_t> widths_of(const Table& table) {
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    std::size_t width = table.columns[column].title.size();
    for (const auto& row : table.rows) width = std::max(width, shown(row[column]).size());
    widths.push_back(width + 2);
  }
  return widths;
}

// The columns that fit, in their order.
std::vector<std::size_t> fitting(const Table& table, const std::vector<std::size_t>& widths,
                                 std::size_t width) {
  std::vector<std::size_t> kept(table.columns.size());
  std::iota(kept.begin(), kept.end(), std::size_t{0});
  const auto total = [&] {
    return std::accumulate(
        kept.begin(), kept.end(), std::size_t{0},
        [&](std::size_t sum, std::size_t column) { return sum + widths[column]; });
  };
  while (!kept.empty() && total() > width + 2) {
    const auto first = std::ranges::max_element(
        kept, {}, [&](std::size_t column) { return table.columns[column].spare; });
    if (table.columns[*first].spare == 0) break;
    kept.erase(first);
  }
  return kept;
}

std::string line_of(const std::vector<std::string>& cells, const std::vector<std::size_t>& columns,
                    const std::vector<std::size_t>& widths) {
  std::string line;
  for (const std::size_t column : columns) {
    line += shown(cells[column]);
    line.append(widths[column] - shown(cells[column]).size(), ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

std::string table_text(const Table& table, int width) {
  const auto widths = widths_of(table);
  const auto columns = fitting(table, widths, static_cast<std::size_t>(std::max(width, 0)));
  std::vector<std::string> titles;
  for (const Column& column : table.columns) titles.push_back(column.title);
  std::string text = line_of(titles, columns, widths);
  for (const auto& row : table.rows) text += line_of(row, columns, widths);
  return text;
}

}  // namespace pgmahout::report
