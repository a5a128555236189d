#include "observe/listening.hpp"

#include <algorithm>
#include <charconv>

namespace pgmahout::observe {

double listening_seconds(const model::Parameters& pgpool) {
  constexpr double kPeriods = 2.9;
  constexpr double kLongest = 30;
  double period = 2;  // Pgpool-II's default
  const auto keepalive = pgpool.find("wd_heartbeat_keepalive");
  if (keepalive != pgpool.end()) {
    const std::string& text = keepalive->second;
    std::from_chars(text.data(), text.data() + text.size(), period);
  }
  return std::clamp(period * kPeriods, 1.0, kLongest);
}

}  // namespace pgmahout::observe
