#include "decide/verify/heartbeat.hpp"

#include <algorithm>
#include <cmath>

#include "decide/verify/parameter_value.hpp"

namespace pgmahout::decide {

double heartbeat_period(const model::Parameters& pgpool) {
  constexpr double kDefault = 2;  // of every version of Pgpool-II
  constexpr double kShortest = 0.1;
  const auto value = pgpool.find("wd_heartbeat_keepalive");
  if (value == pgpool.end()) return kDefault;
  return std::max(seconds(value->second).value_or(kDefault), kShortest);
}

double listening_seconds(const model::Parameters& pgpool) {
  constexpr double kPeriods = 2.9;
  constexpr double kLongest = 30;
  return std::min(kPeriods * heartbeat_period(pgpool), kLongest);
}

std::int64_t heartbeats_due(double periods, std::int64_t senders) {
  constexpr double kSlow = 1.45;  // so much longer a period may get
  const auto most_of_one = static_cast<std::int64_t>(std::floor(periods)) + 1;
  const auto least_of_one = static_cast<std::int64_t>(std::floor(periods / kSlow));
  const std::int64_t more_than_all_but_one = (senders - 1) * most_of_one + 1;
  return std::max<std::int64_t>(1, std::min(more_than_all_but_one, senders * least_of_one));
}

}  // namespace pgmahout::decide
