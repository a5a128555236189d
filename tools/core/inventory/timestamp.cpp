#include "inventory/timestamp.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <optional>
#include <string_view>

namespace pgmahout::inventory {

namespace {

struct Timestamp {
  int year = 0;
  int month = 0;
  int day = 0;
  bool has_time = false;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int microsecond = 0;
  std::optional<int> offset_minutes;
};

// Reads a fixed pattern from the front of a text; `ok` turns false for good at the first mismatch.
struct Cursor {
  std::string_view rest;
  bool ok = true;

  bool take(char wanted) {
    if (rest.empty() || rest.front() != wanted) return false;
    rest.remove_prefix(1);
    return true;
  }
  void need(char wanted) { ok = ok && take(wanted); }
  int digits(int least, int most) {
    int number = 0;
    int count = 0;
    while (count < most && !rest.empty() && rest.front() >= '0' && rest.front() <= '9') {
      number = number * 10 + (rest.front() - '0');
      rest.remove_prefix(1);
      ++count;
    }
    ok = ok && count >= least;
    return number;
  }
  bool take_blanks() {
    const std::size_t count = std::min(rest.find_first_not_of(" \t"), rest.size());
    rest.remove_prefix(count);
    return count > 0;
  }
};

void read_fraction(Cursor& cursor, Timestamp& stamp) {
  if (!cursor.take('.')) return;
  int scale = 100000;
  while (!cursor.rest.empty() && cursor.rest.front() >= '0' && cursor.rest.front() <= '9') {
    stamp.microsecond += (cursor.rest.front() - '0') * scale;
    scale /= 10;
    cursor.rest.remove_prefix(1);
  }
}

void read_zone(Cursor& cursor, Timestamp& stamp) {
  const bool blanks = cursor.take_blanks();
  if (cursor.rest.empty()) {
    cursor.ok = cursor.ok && !blanks;
    return;
  }
  if (cursor.take('Z')) {
    stamp.offset_minutes = 0;
    return;
  }
  const int sign = cursor.take('-') ? -1 : 1;
  if (sign > 0) cursor.need('+');
  int minutes = cursor.digits(1, 2) * 60;
  if (cursor.take(':')) minutes += cursor.digits(2, 2);
  stamp.offset_minutes = sign * minutes;
}

void read_time(Cursor& cursor, Timestamp& stamp) {
  stamp.has_time = true;
  if (!cursor.take('T') && !cursor.take('t')) cursor.ok = cursor.ok && cursor.take_blanks();
  stamp.hour = cursor.digits(1, 2);
  cursor.need(':');
  stamp.minute = cursor.digits(2, 2);
  cursor.need(':');
  stamp.second = cursor.digits(2, 2);
  read_fraction(cursor, stamp);
  read_zone(cursor, stamp);
}

std::optional<Timestamp> read(std::string_view text) {
  Cursor cursor{text};
  Timestamp stamp;
  stamp.year = cursor.digits(4, 4);
  cursor.need('-');
  stamp.month = cursor.digits(1, 2);
  cursor.need('-');
  stamp.day = cursor.digits(1, 2);
  if (!cursor.ok) return std::nullopt;
  // A date alone needs two digits each; with a time one is enough.
  if (cursor.rest.empty()) return text.size() == 10 ? std::optional(stamp) : std::nullopt;
  read_time(cursor, stamp);
  if (!cursor.ok || !cursor.rest.empty()) return std::nullopt;
  return stamp;
}

bool exists(const Timestamp& stamp) {
  const std::chrono::year_month_day day{std::chrono::year{stamp.year},
                                        std::chrono::month{static_cast<unsigned>(stamp.month)},
                                        std::chrono::day{static_cast<unsigned>(stamp.day)}};
  return day.ok() && stamp.year > 0 && stamp.hour < 24 && stamp.minute < 60 && stamp.second < 60 &&
         std::abs(stamp.offset_minutes.value_or(0)) < 24 * 60;
}

}  // namespace

bool looks_like_timestamp(const std::string& text) { return read(text).has_value(); }

std::expected<Scalar, std::string> to_iso_8601(const std::string& text) {
  const auto stamp = read(text);
  if (!stamp || !exists(*stamp)) return std::unexpected("there is no such date: " + text);
  std::string iso = fmt::format("{:04}-{:02}-{:02}", stamp->year, stamp->month, stamp->day);
  if (!stamp->has_time) return Scalar{iso};
  iso += fmt::format("T{:02}:{:02}:{:02}", stamp->hour, stamp->minute, stamp->second);
  if (stamp->microsecond != 0) iso += fmt::format(".{:06}", stamp->microsecond);
  if (stamp->offset_minutes) {
    const int minutes = std::abs(*stamp->offset_minutes);
    iso += fmt::format("{}{:02}:{:02}", *stamp->offset_minutes < 0 ? '-' : '+', minutes / 60,
                       minutes % 60);
  }
  return Scalar{iso};
}

}  // namespace pgmahout::inventory
