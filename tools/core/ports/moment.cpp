#include "ports/moment.hpp"

#include <ctime>

namespace pgmahout::ports {

namespace {

using std::chrono::system_clock;

std::unexpected<model::Error> no_moment(const std::string& moment, const std::string& why) {
  return std::unexpected(model::Error{.kind = model::ErrorKind::usage,
                                      .what = "\"" + moment + "\" " + why,
                                      .hint = "use HH:MM or YYYY-MM-DDTHH:MM, local time"});
}

bool reads(const std::string& text, const char* format, std::tm& into) {
  const char* rest = strptime(text.c_str(), format, &into);
  return rest != nullptr && *rest == '\0';
}

// mktime() finds out by itself whether it is summer, and mends a day that a month does not have;
// such a day was not meant.
system_clock::time_point as_time(std::tm parts) {
  parts.tm_isdst = -1;
  return system_clock::from_time_t(std::mktime(&parts));
}

bool is_a_day(const std::tm& parts) {
  std::tm mended = parts;
  mended.tm_isdst = -1;
  return std::mktime(&mended) != -1 && mended.tm_mday == parts.tm_mday;
}

}  // namespace

model::Result<Duration> until(const std::string& moment, const Clock& clock) {
  const auto now = clock.wall_time();
  const std::time_t seconds = system_clock::to_time_t(now);
  std::tm parts{};
  const bool known = localtime_r(&seconds, &parts) != nullptr;
  parts.tm_sec = 0;
  const bool daily = moment.size() <= 5;
  if (!known || !reads(moment, daily ? "%H:%M" : "%Y-%m-%dT%H:%M", parts) || !is_a_day(parts))
    return no_moment(moment, "is no moment");
  auto at = as_time(parts);
  if (at < now && daily) {
    ++parts.tm_mday;
    at = as_time(parts);
  }
  if (at < now) return no_moment(moment, "is over");
  return std::chrono::duration_cast<Duration>(at - now);
}

}  // namespace pgmahout::ports
