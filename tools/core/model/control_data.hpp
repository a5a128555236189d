#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "model/error.hpp"
#include "model/system_identifier.hpp"
#include "model/wal_position.hpp"

namespace pgmahout::model {

/// What a data directory's control file says; true of a server that does not run.
struct ControlData {
  SystemIdentifier system_identifier;
  bool shut_down = false;    ///< stopped in order as a primary: its WAL ends with the checkpoint
  bool was_standby = false;  ///< it was in recovery when it last ran
  bool consistent = false;   ///< stopped in order, as a primary or in recovery: no crash recovery
  WalPosition checkpoint;    ///< where the latest checkpoint record begins
  /// How far a standby must replay before it is consistent, and on which timeline; after a
  /// promotion that was not followed by a checkpoint, the new timeline. All 0: not in recovery.
  WalPosition min_recovery;
  std::uint64_t wal_segment_bytes = 0;
  bool checksums = false;         ///< data pages have checksums
  bool hint_bits_logged = false;  ///< wal_log_hints was on

  /// The timeline that its WAL ends on, as far as the control file knows.
  [[nodiscard]] Timeline timeline() const {
    return std::max(checkpoint.timeline, min_recovery.timeline);
  }

  bool operator==(const ControlData&) const = default;
};

/// Reads the output of pg_controldata in the C locale (its labels are translated). Errors: invalid,
/// naming the line that is missing or not understood.
[[nodiscard]] Result<ControlData> parse_control_data(const std::string& output);

/// The value behind "label:" in that output.
[[nodiscard]] std::string control_value(const std::string& output, const std::string& label);

}  // namespace pgmahout::model
