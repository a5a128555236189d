#pragma once

#include <map>
#include <optional>

#include "model/node_state.hpp"
#include "ports/clock.hpp"

namespace pgmahout::act {

/// When the standbys heard the old primary last. What none of them can tell counts as just now.
class Silence {
 public:
  /// A receiver ends after wal_receiver_timeout: one that claims to have waited longer has had its
  /// clock set.
  explicit Silence(ports::Duration wal_receiver_timeout) : longest_(wal_receiver_timeout) {}

  /// What the standbys say that were asked at that moment; what was known before is forgotten.
  void take_in(const model::Observation& seen, ports::TimePoint at);
  /// What those say later that could not tell. Not those that could: by now a receiver may have
  /// been ended by us, of which the guard has heard less than the receiver did.
  void fill_in(const model::Observation& seen, ports::TimePoint at);

  /// A standby could not tell: its receiver had ended a moment before, when its guard had not
  /// looked again.
  [[nodiscard]] bool is_doubtful() const;
  /// The last moment at which any of them may have heard it.
  [[nodiscard]] ports::TimePoint since() const;
  /// The same by those that could tell; nothing when none could.
  [[nodiscard]] std::optional<ports::TimePoint> told() const;

 private:
  ports::Duration longest_;
  ports::TimePoint asked_;
  std::map<int, std::optional<ports::TimePoint>> heard_;  ///< by standby
};

}  // namespace pgmahout::act
