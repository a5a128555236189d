#pragma once

#include "act/clone/base_backup.hpp"
#include "act/rejoin/marker.hpp"
#include "decide/rejoin.hpp"

namespace pgmahout::act::rejoin {

/// Whose standby this node is to be.
struct Request {
  const model::Node& primary;
  bool it_keeps_its_standbys = false;  ///< decide::keeps_its_standbys()
  bool by_hand = false;  ///< a person asks for it, as pgmahout_rejoin: manual leaves it to one
  clone::OnProgress on_progress;  ///< of a copy
};

/// What was done.
struct Outcome {
  decide::RejoinAction action = decide::RejoinAction::nothing;
  std::string reason;
  Lost lost;
};

/// Makes this node a standby of that primary, whatever state it is in, and takes its fence away:
/// by a reload, a start, pg_rewind or a copy, whichever is the least that will do. What it has and
/// the primary has not is kept as WAL first. Runs as the OS user postgres on the node itself; run
/// again after being cut off anywhere, it takes up what it finds. Kinds: refused (it stays as it
/// was, fenced when it was fenced), failed, incomplete.
[[nodiscard]] model::Result<Outcome> run(const Context& context, const Request& request);

/// What a rejoin would do first, and why; changes nothing.
[[nodiscard]] model::Result<decide::RejoinDecision> preview(const Context& context,
                                                            const Request& request);

}  // namespace pgmahout::act::rejoin
