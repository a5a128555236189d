#pragma once

#include <string>
#include <string_view>

#include "act/context.hpp"

namespace pgmahout::act::clone {

/// How a standby replicates: the state that lives in postgresql.auto.conf and nowhere else.
struct StandbyState {
  std::string primary_conninfo;
  std::string primary_slot_name;
};

/// postgresql.auto.conf of a standby, made of the one that was copied: every line about
/// replication and recovery targets out, ours in once; all other lines stay.
[[nodiscard]] std::string standby_auto_conf(std::string_view copied, const StandbyState& state);

/// Writes postgresql.auto.conf and standby.signal into that data directory, durably.
[[nodiscard]] model::Result<void> write_standby_files(const std::string& directory,
                                                      const StandbyState& state);

}  // namespace pgmahout::act::clone
