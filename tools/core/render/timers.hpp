#pragma once

#include <chrono>

#include "model/cluster.hpp"

namespace pgmahout::render {

/// Every time that is rendered, derived from the failover profile.
struct Timers {
  std::chrono::seconds health_check_period{2};
  std::chrono::seconds health_check_timeout{4};
  int health_check_max_retries = 1;
  std::chrono::seconds health_check_retry_delay{1};
  std::chrono::milliseconds connect_timeout{2000};
  std::chrono::seconds sr_check_period{5};
  std::chrono::seconds search_primary_node_timeout{15};
  std::chrono::seconds wd_interval{2};
  std::chrono::seconds wd_heartbeat_keepalive{1};
  std::chrono::seconds wd_heartbeat_deadtime{8};
  std::chrono::seconds keepalives_idle{5};
  std::chrono::seconds keepalives_interval{2};
  int keepalives_count = 3;
  std::chrono::milliseconds tcp_user_timeout{10000};
  std::chrono::milliseconds wal_sender_timeout{10000};
  std::chrono::milliseconds wal_receiver_timeout{10000};
};

[[nodiscard]] Timers timers_of(model::FailoverProfile profile);

}  // namespace pgmahout::render
