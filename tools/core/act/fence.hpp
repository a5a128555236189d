#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "act/context.hpp"
#include "model/fence.hpp"

namespace pgmahout::act {

using model::Fence;

/// How a fence ended.
struct FenceOutcome {
  bool was_running = false;
  bool was_fenced = false;                ///< by somebody before, and not because it was cut off
  std::optional<model::WalPosition> end;  ///< where its WAL ends, when it was stopped in order
};

/// What the agent of a node that was fenced answers. What it does not tell, or not in a form that
/// is understood, proves nothing: then it had been fenced before, and nobody knows where its WAL
/// ends.
[[nodiscard]] FenceOutcome outcome_from_json(const nlohmann::json& answer);

/// Fences this node: the record and the standby signal first, so that whatever starts the server
/// meanwhile does not make it a primary, then the stop. An orderly stop gets half of the time, then
/// the server is stopped at once. Kind no_answer: it may still run. Where the record cannot be
/// written an orderly stop does not begin; stopping at once does, and is an error all the same.
[[nodiscard]] model::Result<FenceOutcome> fence(const Context& context, const Fence& fence,
                                                ports::StopMode mode);

/// Fences this node by a person's wish: neither a failover nor its guard lifts that fence, and
/// nothing makes the node a standby before let_go(). Kind refused: it accepts writes. Others: as
/// fence() has them.
[[nodiscard]] model::Result<void> hold(const Context& context, const std::string& reason);

/// Ends what hold() began. The fence itself stays, as after a failover: the node comes back as a
/// standby. Returns whether it was held.
[[nodiscard]] model::Result<bool> let_go(const Context& context);

/// Kind refused while a person holds this node down.
[[nodiscard]] model::Result<void> check_not_held(const Context& context);

/// The fence of this node, or nothing.
[[nodiscard]] model::Result<std::optional<Fence>> read_fence(const Context& context);

/// Notes in the record of that operation (empty: of any) that nobody took this node's place.
/// Returns whether it did: another operation's fence stays what it is, for that one may be
/// promoting somebody, and one that is not there stays away. What a person holds stays down.
[[nodiscard]] model::Result<bool> release(const Context& context, const std::string& operation);

/// Takes the record of that operation (empty: of any) away, but none that a person holds. Returns
/// whether it did.
[[nodiscard]] model::Result<bool> unfence_after(const Context& context,
                                                const std::string& operation);

/// Takes the record away unless it keeps this node down: it is that of a primary that was cut off,
/// or nobody took its place. Returns whether there is none now.
[[nodiscard]] model::Result<bool> lift_answered_fence(const Context& context);

/// Takes the record away; the standby signal stays until somebody is promoted on purpose.
[[nodiscard]] model::Result<void> unfence(const Context& context);

}  // namespace pgmahout::act
