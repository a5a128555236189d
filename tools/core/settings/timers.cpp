#include "settings/timers.hpp"

#include <array>
#include <charconv>
#include <string_view>

namespace pgmahout::settings {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// For machines that never pause: voted out after 4 s at the slowest, fenced after 5.5 s.
constexpr Timers kFast{.health_check_period = seconds{1},
                       .health_check_timeout = seconds{1},
                       .health_check_max_retries = 1,
                       .health_check_retry_delay = seconds{1},
                       .connect_timeout = milliseconds{1000},
                       .sr_check_period = seconds{2},
                       .search_primary_node_timeout = seconds{10},
                       .wd_interval = seconds{1},
                       .wd_heartbeat_keepalive = seconds{1},
                       .wd_heartbeat_deadtime = seconds{3},
                       .keepalives_idle = seconds{1},
                       .keepalives_interval = seconds{1},
                       .keepalives_count = 2,
                       .tcp_user_timeout = milliseconds{3000},
                       .tcp_retries = 4,
                       .wal_sender_timeout = milliseconds{3000},
                       .wal_receiver_timeout = milliseconds{4000},
                       .fence_after = milliseconds{500},
                       .stop_bound = milliseconds{1000},
                       .promotion_wait = milliseconds{6000}};

// Voted out after 11 s at the slowest, fenced after 15 s.
constexpr Timers kBalanced{.health_check_period = seconds{2},
                           .health_check_timeout = seconds{4},
                           .health_check_max_retries = 1,
                           .health_check_retry_delay = seconds{1},
                           .connect_timeout = milliseconds{2000},
                           .sr_check_period = seconds{5},
                           .search_primary_node_timeout = seconds{15},
                           .wd_interval = seconds{2},
                           .wd_heartbeat_keepalive = seconds{1},
                           .wd_heartbeat_deadtime = seconds{10},
                           .keepalives_idle = seconds{5},
                           .keepalives_interval = seconds{2},
                           .keepalives_count = 3,
                           .tcp_user_timeout = milliseconds{10000},
                           .tcp_retries = 5,
                           .wal_sender_timeout = milliseconds{10000},
                           .wal_receiver_timeout = milliseconds{8000},
                           .fence_after = milliseconds{1000},
                           .stop_bound = milliseconds{2000},
                           .promotion_wait = milliseconds{16000}};

// Voted out after 14 s at the slowest, as much as the vote window leaves; fenced after 30 s.
constexpr Timers kSafe{.health_check_period = seconds{1},
                       .health_check_timeout = seconds{3},
                       .health_check_max_retries = 2,
                       .health_check_retry_delay = seconds{2},
                       .connect_timeout = milliseconds{3000},
                       .sr_check_period = seconds{10},
                       .search_primary_node_timeout = seconds{20},
                       .wd_interval = seconds{5},
                       .wd_heartbeat_keepalive = seconds{2},
                       .wd_heartbeat_deadtime = seconds{20},
                       .keepalives_idle = seconds{10},
                       .keepalives_interval = seconds{3},
                       .keepalives_count = 3,
                       .tcp_user_timeout = milliseconds{20000},
                       .tcp_retries = 6,
                       .wal_sender_timeout = milliseconds{20000},
                       .wal_receiver_timeout = milliseconds{20000},
                       .fence_after = milliseconds{2000},
                       .stop_bound = milliseconds{3000},
                       .promotion_wait = milliseconds{31000}};

struct Override {
  std::string_view parameter;
  void (*set)(Timers&, int);
};

constexpr std::array<Override, 10> kOverrides{{
    {"health_check_period", [](Timers& t, int v) { t.health_check_period = seconds{v}; }},
    {"health_check_timeout", [](Timers& t, int v) { t.health_check_timeout = seconds{v}; }},
    {"health_check_max_retries", [](Timers& t, int v) { t.health_check_max_retries = v; }},
    {"health_check_retry_delay", [](Timers& t, int v) { t.health_check_retry_delay = seconds{v}; }},
    {"connect_timeout", [](Timers& t, int v) { t.connect_timeout = milliseconds{v}; }},
    {"sr_check_period", [](Timers& t, int v) { t.sr_check_period = seconds{v}; }},
    {"search_primary_node_timeout",
     [](Timers& t, int v) { t.search_primary_node_timeout = seconds{v}; }},
    {"wd_interval", [](Timers& t, int v) { t.wd_interval = seconds{v}; }},
    {"wd_heartbeat_keepalive", [](Timers& t, int v) { t.wd_heartbeat_keepalive = seconds{v}; }},
    {"wd_heartbeat_deadtime", [](Timers& t, int v) { t.wd_heartbeat_deadtime = seconds{v}; }},
}};

constexpr int kLargest = 1'000'000;

model::Result<int> number(const std::string& parameter, const std::string& text) {
  int value = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (parsed.ec == std::errc{} && parsed.ptr == end && value >= 0 && value <= kLargest)
    return value;
  return std::unexpected(
      model::Error{.kind = model::ErrorKind::invalid,
                   .what = parameter + " must be a plain number, not \"" + text + "\"",
                   .hint = "write it without a unit"});
}

void replace(milliseconds& timer, int given_ms) {
  if (given_ms != 0) timer = milliseconds{given_ms};
}

}  // namespace

Timers timers_of(model::FailoverProfile profile) {
  switch (profile) {
    case model::FailoverProfile::fast:
      return kFast;
    case model::FailoverProfile::safe:
      return kSafe;
    case model::FailoverProfile::balanced:
      break;
  }
  return kBalanced;
}

seconds tolerated_pause(const Timers& timers) {
  return (timers.health_check_max_retries + 1) * timers.health_check_timeout +
         timers.health_check_max_retries * timers.health_check_retry_delay;
}

seconds slowest_detection(const Timers& timers) {
  return timers.health_check_period + tolerated_pause(timers);
}

seconds quorum_loss_noticed(const Timers& timers) {
  return timers.wd_heartbeat_deadtime + timers.wd_interval;
}

milliseconds slowest_fence(const Timers& timers) {
  return quorum_loss_noticed(timers) + timers.fence_after + timers.stop_bound;
}

bool fence_precedes_promotion(const Timers& timers) {
  return slowest_fence(timers) + kFenceMargin <= timers.promotion_wait;
}

milliseconds witness_age(const Timers& timers) {
  constexpr milliseconds kQuestionAndAnswer{300};
  return timers.wal_receiver_timeout / 2 + kQuestionAndAnswer;
}

model::Result<Timers> effective_timers(const model::Cluster& cluster) {
  Timers timers = timers_of(cluster.failover_profile);
  for (const auto& [parameter, set] : kOverrides) {
    const auto found = cluster.pgpool.settings.find(std::string(parameter));
    if (found == cluster.pgpool.settings.end()) continue;
    const auto value = number(found->first, found->second);
    if (!value) return std::unexpected(value.error());
    set(timers, *value);
  }
  replace(timers.fence_after, cluster.guard_timers.fence_after_ms);
  replace(timers.stop_bound, cluster.guard_timers.stop_bound_ms);
  replace(timers.promotion_wait, cluster.guard_timers.promotion_wait_ms);
  return timers;
}

}  // namespace pgmahout::settings
