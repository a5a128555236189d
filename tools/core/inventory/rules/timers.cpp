#include "settings/timers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "inventory/rules/rules.hpp"

namespace pgmahout::inventory::rules {

namespace {

constexpr std::array<std::string_view, 2> kTimers{"pgmahout_pgpool_settings",
                                                  "pgmahout_failover_profile"};
constexpr std::array<std::string_view, 5> kGuard{
    "pgmahout_promotion_wait_ms", "pgmahout_fence_after_ms", "pgmahout_stop_bound_ms",
    "pgmahout_pgpool_settings", "pgmahout_failover_profile"};
constexpr const char* kHint =
    "take the timers out of pgmahout_pgpool_settings and choose a profile";

void timers_are_numbers(const RuleContext& context) {
  const auto timers = settings::effective_timers(context.cluster());
  if (!timers) context.refuse(timers.error().what, timers.error().hint);
}

void checks_run(const RuleContext& context) {
  const auto timers = settings::effective_timers(context.cluster());
  if (!timers) return;
  if (timers->health_check_period.count() == 0)
    context.refuse(
        "health_check_period = 0 switches health checks off, and no failover ever "
        "happens",
        kHint);
  if (timers->health_check_timeout.count() == 0)
    context.refuse("health_check_timeout = 0 waits for ever for a frozen node", kHint);
}

void votes_meet(const RuleContext& context) {
  const auto timers = settings::effective_timers(context.cluster());
  if (!timers || settings::slowest_detection(*timers) < settings::kVoteWindow) return;
  context.refuse(
      fmt::format("the slowest health check takes {} s (period + (retries + 1) x timeout + retries "
                  "x delay), but Pgpool-II forgets a vote after {} s, so a majority may never meet",
                  settings::slowest_detection(*timers).count(), settings::kVoteWindow.count()),
      kHint);
}

void heartbeat_fits(const RuleContext& context) {
  const auto timers = settings::effective_timers(context.cluster());
  if (!timers) return;
  const auto longest = std::max(timers->wd_interval, timers->wd_heartbeat_keepalive);
  if (timers->wd_heartbeat_deadtime < 3 * longest)
    context.refuse(fmt::format("wd_heartbeat_deadtime = {} is less than three times {} (the longer "
                               "of wd_interval and wd_heartbeat_keepalive): one lost packet would "
                               "move the virtual address",
                               timers->wd_heartbeat_deadtime.count(), longest.count()),
                   kHint);
}

void connect_within_check(const RuleContext& context) {
  const auto timers = settings::effective_timers(context.cluster());
  if (timers && timers->connect_timeout > timers->health_check_timeout)
    context.refuse(
        fmt::format("connect_timeout = {} ms is longer than health_check_timeout = {} s",
                    timers->connect_timeout.count(), timers->health_check_timeout.count()),
        kHint);
}

// Any of them may have broken the sum: the first that somebody set.
std::string_view key_at_fault(const RuleContext& context) {
  const auto is_set = [&context](std::string_view key) {
    return context.bound->places.contains({std::string(key), ""});
  };
  const auto found = std::ranges::find_if(kGuard, is_set);
  return found == kGuard.end() ? context.key : *found;
}

void fence_before_promotion(const RuleContext& context) {
  const auto timers = settings::effective_timers(context.cluster());
  if (!timers || settings::fence_precedes_promotion(*timers)) return;
  const auto fence = settings::slowest_fence(*timers);
  RuleContext about = context;
  about.key = key_at_fault(context);
  about.refuse(
      fmt::format("a primary that is cut off has ended after {} ms at the slowest "
                  "(wd_heartbeat_deadtime + wd_interval + fence_after + stop_bound), and another "
                  "may be promoted after {} ms (promotion_wait): with less than {} ms between, "
                  "both may be writable at once",
                  fence.count(), timers->promotion_wait.count(), settings::kFenceMargin.count()),
      fmt::format("set pgmahout_promotion_wait_ms to {} or more, or take the timers out",
                  (fence + settings::kFenceMargin).count()));
}

constexpr std::array<Rule, 6> kTimerRules{{
    {"timers-are-numbers",
     "Timers in pgmahout_pgpool_settings are plain numbers, so that the "
     "rules below can be checked.",
     kTimers, timers_are_numbers},
    {"checks-run",
     "Health checks are on and end: without them only a client's error on the leader "
     "is seen, which quarantines a node and never fails over.",
     kTimers, checks_run},
    {"votes-meet", "The slowest health check is shorter than the 15 seconds that a vote counts.",
     kTimers, votes_meet},
    {"heartbeat-fits", "The heartbeat's deadtime is at least three times the interval.", kTimers,
     heartbeat_fits},
    {"connect-within-check",
     "A connection attempt gives up no later than the health check that "
     "makes it.",
     kTimers, connect_within_check},
    {"fence-before-promotion",
     "A primary that is cut off is fenced before another may be promoted: otherwise two accept "
     "commits at once.",
     kGuard, fence_before_promotion},
}};

}  // namespace

std::span<const Rule> timer_rules() { return kTimerRules; }

}  // namespace pgmahout::inventory::rules
