#pragma once

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
  WalPosition checkpoint;    ///< where the latest checkpoint record begins
  bool checksums = false;    ///< data pages have checksums
  bool hint_bits_logged = false;  ///< wal_log_hints was on

  bool operator==(const ControlData&) const = default;
};

/// Reads the output of pg_controldata in the C locale (its labels are translated). Errors: invalid,
/// naming the line that is missing or not understood.
[[nodiscard]] Result<ControlData> parse_control_data(const std::string& output);

/// The value behind "label:" in that output.
[[nodiscard]] std::string control_value(const std::string& output, const std::string& label);

}  // namespace pgmahout::model
