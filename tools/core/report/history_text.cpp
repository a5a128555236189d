#include "report/history_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/names.hpp"

namespace pgmahout::report {

namespace {

using model::TimelineChange;
using model::TimelineOrigin;

constexpr std::size_t kColumns = 6;
using Row = std::array<std::string, kColumns>;

std::string or_dash(const std::string& text) { return text.empty() ? "-" : text; }

// "2026-03-01T12:00:00.123Z" to the second.
std::string to_the_second(const std::string& time) {
  constexpr std::size_t kDay = 10;
  constexpr std::size_t kSecond = 19;
  if (time.size() < kSecond) return or_dash(time);
  return time.substr(0, kDay) + " " + time.substr(kDay + 1, kSecond - kDay - 1) + "Z";
}

std::string primaries(const TimelineChange& change) {
  if (change.from.empty()) return or_dash(change.to);
  return change.from + " -> " + (change.to.empty() ? "?" : change.to);
}

std::string origin_of(const TimelineChange& change) {
  return change.origin == TimelineOrigin::by_hand ? "by hand"
                                                  : std::string(model::name_of(change.origin));
}

Row row_of(const TimelineChange& change) {
  return {
      (change.timeline ? std::to_string(change.timeline->number) : "?") +
          (change.present ? "*" : ""),
      to_the_second(change.began_at),
      origin_of(change),
      primaries(change),
      change.loss ? std::string(model::name_of(*change.loss)) : "-",
      change.gap_ms ? fmt::format("{:.1f} s", static_cast<double>(*change.gap_ms) / 1000) : "-"};
}

// A row in columns, or where it is too narrow for them wrapped behind the first.
class HistoryTable {
 public:
  HistoryTable(const std::vector<Row>& rows, int width) : width_(width) {
    for (const auto& row : rows)
      for (std::size_t column = 0; column < kColumns; ++column)
        widths_.at(column) = std::max(widths_.at(column), row.at(column).size());
    std::size_t whole = 2 * (kColumns - 1);
    for (const auto each : widths_) whole += each;
    fits_ = whole <= static_cast<std::size_t>(width);
  }

  [[nodiscard]] std::string line(const Row& row) const {
    std::string text;
    for (std::size_t column = 0; column < kColumns; ++column)
      text += fmt::format("{:<{}}", row.at(column), widths_.at(column) + 2);
    if (!fits_) return wrapped(text.substr(margin()), row.front(), width_);
    return text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
  }

  // A paragraph below the row.
  [[nodiscard]] std::string below(const std::string& text) const {
    return wrapped(text, "", width_);
  }

 private:
  [[nodiscard]] std::size_t margin() const { return widths_.front() + 2; }

  [[nodiscard]] std::string wrapped(const std::string& text, const std::string& head,
                                    int width) const {
    std::string result;
    for (const auto& line : wrap(text, width - static_cast<int>(margin())))
      result += fmt::format("{:<{}}{}\n", result.empty() ? head : "", margin(), line);
    return result;
  }

  int width_;
  std::array<std::size_t, kColumns> widths_{};
  bool fits_ = false;
};

std::string refused_in_words(int number, const std::string& last) {
  return fmt::format("{} {} refused; the last: {}", number,
                     number == 1 ? "failover was" : "failovers were", last);
}

std::string given_up(const model::UndoneWal& wal) {
  const auto number =
      wal.transactions ? std::to_string(*wal.transactions) : std::string("nobody knows how many");
  return fmt::format("{} gave up {} bytes of WAL, {} transactions{}{}", wal.place.node, wal.bytes,
                     number, wal.kept.empty() ? "" : "; kept in ", wal.kept);
}

std::string details(const TimelineChange& change, const HistoryTable& table) {
  std::string text;
  if (change.refused_before > 0)
    text += table.below("before: " + refused_in_words(change.refused_before, change.last_refusal));
  if (change.parent)
    text += table.below(fmt::format("left timeline {} at {}", change.parent->from.number,
                                    to_string(change.parent->at)));
  if (change.abandoned)
    text += table.below("left behind: the present timeline does not descend from it");
  if (!change.why.empty()) text += table.below("why: " + change.why);
  if (!change.proof.empty()) text += table.below("proof: " + change.proof);
  if (change.origin == TimelineOrigin::failover && !change.loss)
    text += table.below("the failover ended before it certified anything");
  for (const auto& wal : change.undone) text += table.below(given_up(wal));
  return text;
}

std::string footer(const model::ClusterHistory& history, const TextStyle& style) {
  std::vector<std::string> paragraphs;
  if (std::ranges::any_of(history.timelines, &TimelineChange::present))
    paragraphs.emplace_back("* the primary writes this one now");
  if (history.refused_since > 0)
    paragraphs.push_back("since then: " +
                         refused_in_words(history.refused_since, history.last_refusal));
  for (const auto& remark : history.remarks) paragraphs.push_back("remark: " + remark);
  for (const auto& node : history.silent)
    paragraphs.push_back(fmt::format("no answer from {}: {}", node.name, node.error.what));
  std::string text;
  for (const auto& paragraph : paragraphs)
    for (const auto& line : wrap(paragraph, style.width)) text += line + "\n";
  return text;
}

std::string bold(const std::string& line, bool colour) {
  return colour ? "\033[1m" + line.substr(0, line.size() - 1) + "\033[0m\n" : line;
}

}  // namespace

std::string history_text(const model::ClusterHistory& history, const TextStyle& style) {
  const Row head{"timeline", "since", "by", "primary", "loss", "gap"};
  std::vector<Row> rows{head};
  for (const auto& change : history.timelines) rows.push_back(row_of(change));
  const HistoryTable table(rows, style.width);
  std::string text = bold(table.line(head), style.colour);
  for (std::size_t index = 0; index < history.timelines.size(); ++index) {
    const auto& change = history.timelines[index];
    const auto line = table.line(rows[index + 1]);
    text += (change.present ? bold(line, style.colour) : line) + details(change, table);
  }
  return text + footer(history, style);
}

}  // namespace pgmahout::report
