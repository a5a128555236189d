#pragma once

#include <chrono>

#include "model/cluster.hpp"

namespace pgmahout::settings {

/// Every time that follows from the failover profile.
///
/// The arithmetic, with P = health_check_period, T = health_check_timeout,
/// R = health_check_max_retries, D = health_check_retry_delay:
/// - A Pgpool-II calls a node lost between (R + 1) * a + R * D and P more seconds after the fault,
///   where one attempt takes a = 0 when the connection is refused, min(T, connect_timeout) when
///   nothing answers, T when the host accepts but is frozen.
/// - Its vote counts for 15 seconds (releases before 4.1.14, 4.2.11, 4.3.4 and 4.4.1; later ones
///   may count longer). The slowest detection, P + (R + 1) * T + R * D, must stay below, or the
///   first vote is gone when the last one comes and no majority is ever reached.
/// - The watchdog calls another one lost when it has heard no heartbeat for wd_heartbeat_deadtime,
///   looking every wd_interval. Three of each must fit, or one lost packet moves the address.
/// - A primary that is cut off is fenced by its own guard: it notices after quorum_loss_noticed(),
///   waits fence_after in case it was a hiccup, and has ended stop_bound later. The others, who
///   cannot see any of that, promote nobody before promotion_wait. As long as the former ends
///   kFenceMargin before the latter, no two primaries are writable at once.
struct Timers {
  std::chrono::seconds health_check_period;
  std::chrono::seconds health_check_timeout;
  int health_check_max_retries;
  std::chrono::seconds health_check_retry_delay;
  std::chrono::milliseconds connect_timeout;
  std::chrono::seconds sr_check_period;
  std::chrono::seconds search_primary_node_timeout;
  std::chrono::seconds wd_interval;
  std::chrono::seconds wd_heartbeat_keepalive;
  std::chrono::seconds wd_heartbeat_deadtime;
  std::chrono::seconds keepalives_idle;
  std::chrono::seconds keepalives_interval;
  int keepalives_count;
  std::chrono::milliseconds tcp_user_timeout;
  /// How often the kernel sends again what nobody answers, on connections that set no time limit of
  /// their own, as Pgpool-II's: for 6, 13 or 26 seconds in all.
  int tcp_retries;
  std::chrono::milliseconds wal_sender_timeout;
  std::chrono::milliseconds wal_receiver_timeout;
  /// How long the guard of a primary that has neither the watchdog's quorum nor a standby that
  /// answers waits before it fences it.
  std::chrono::milliseconds fence_after;
  /// By when a fenced server has ended: an immediate stop, then SIGKILL.
  std::chrono::milliseconds stop_bound;
  /// How long after the old primary was last known to be in touch another may be promoted when
  /// nobody can confirm that the old one has stopped.
  std::chrono::milliseconds promotion_wait;

  bool operator==(const Timers&) const = default;
};

/// How long a vote for a failover counts in every release.
constexpr std::chrono::seconds kVoteWindow{15};

/// What must lie between the slowest fence and the earliest promotion: the guard wakes late on a
/// busy machine, and the clocks of two machines run apart by a little.
constexpr std::chrono::milliseconds kFenceMargin{500};

/// The timers of that profile. A primary that is frozen is given up after 3 (fast), 9 (balanced)
/// or 13 (safe) seconds at the earliest: pauses shorter than that cause no failover.
[[nodiscard]] Timers timers_of(model::FailoverProfile profile);

/// The longest time from a fault to a Pgpool-II's vote: P + (R + 1) * T + R * D.
[[nodiscard]] std::chrono::seconds slowest_detection(const Timers& timers);

/// The shortest pause of a frozen node that can cause a failover: (R + 1) * T + R * D.
[[nodiscard]] std::chrono::seconds tolerated_pause(const Timers& timers);

/// The longest time from the last word of the other watchdogs to this one's knowing that it has no
/// quorum: wd_heartbeat_deadtime + wd_interval, for it looks every wd_interval only. By then a
/// standby that fell silent with them is known too, since wal_sender_timeout is shorter.
[[nodiscard]] std::chrono::seconds quorum_loss_noticed(const Timers& timers);

/// The longest time from a primary's being cut off to its end: quorum_loss_noticed + fence_after +
/// stop_bound.
[[nodiscard]] std::chrono::milliseconds slowest_fence(const Timers& timers);

/// Whether the slowest fence ends kFenceMargin or more before another may be promoted.
[[nodiscard]] bool fence_precedes_promotion(const Timers& timers);

/// How old the primary's last message to a standby may be for the standby to be a witness that the
/// primary lives: wal_receiver_timeout / 2 + 300 ms. A WAL receiver that heard nothing for half of
/// its timeout asks the primary for a sign of life (PostgreSQL's walreceiver.c), so that even an
/// idle primary has spoken within that; the rest is for the question and its answer.
[[nodiscard]] std::chrono::milliseconds witness_age(const Timers& timers);

/// The profile's timers with those replaced that the user sets: in pgmahout_pgpool_settings (plain
/// numbers in the parameter's own unit) and the guard's. Errors: invalid, naming the parameter.
[[nodiscard]] model::Result<Timers> effective_timers(const model::Cluster& cluster);

}  // namespace pgmahout::settings
