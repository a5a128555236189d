#pragma once

#include <optional>

#include "act/context.hpp"
#include "model/node_state.hpp"

namespace pgmahout::act {

/// What a primary notes of itself, so that it knows after a crash that it was one: standby.signal
/// lies in its data directory all the time, for whoever starts the server without asking the gate.
struct PrimaryRecord {
  model::SystemIdentifier system_identifier;
  model::Timeline timeline;

  bool operator==(const PrimaryRecord&) const = default;
};

/// The record, or nothing; one that cannot be read counts as none.
[[nodiscard]] model::Result<std::optional<PrimaryRecord>> read_primary_record(
    const Context& context);

/// Writes the record and then the standby signal, for a server that is out of recovery: it does not
/// look at the signal again before its next start. Nothing is written that is so already.
[[nodiscard]] model::Result<void> arm_primary(const Context& context, const PrimaryRecord& record);

/// Takes the record away: this node is being made a standby on purpose.
[[nodiscard]] model::Result<void> forget_primary(const Context& context);

/// Whether the running server of this node was noted as primary on the timeline that it is on.
[[nodiscard]] bool has_led(const Context& context, const model::ServerState& server);

/// Whether the stopped server of this node was primary when it last ran, by its record and its
/// control file: not when it has been made anew since, or has come to another's timeline.
[[nodiscard]] bool was_primary(const PrimaryRecord& record, const model::ControlData& control,
                               bool is_fresh_copy);

}  // namespace pgmahout::act
