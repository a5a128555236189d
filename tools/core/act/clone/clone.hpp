#pragma once

#include <functional>
#include <string>

#include "act/clone/base_backup.hpp"
#include "act/clone/workplace.hpp"
#include "act/context.hpp"
#include "decide/clone.hpp"

namespace pgmahout::act::clone {

/// What is asked for; everything else is configuration.
struct Request {
  const model::Node& primary;
  bool replace = false;  ///< a data directory of the same cluster may be thrown away
  bool start = false;    ///< start PostgreSQL and wait until it streams
  std::string max_rate;  ///< of pg_basebackup, e.g. "10M"; empty: as fast as it goes
  OnProgress on_progress;
};

/// What was done.
struct Outcome {
  bool changed = false;
  std::string reason;
  std::uint64_t bytes = 0;  ///< copied
};

/// Makes this node a standby of that primary, by a base backup into a directory beside the data
/// directory that takes its place only when it is whole and on disk. Whatever ends it earlier
/// leaves what was there before, and the next run cleans up behind it. Runs as the OS user
/// postgres on the standby itself.
[[nodiscard]] model::Result<Outcome> run(const Context& context, const Request& request);

/// What run() would do, by what is there now; nothing is changed. Whether a copy finds room is not
/// foreseen: run() first removes what an earlier one left. Errors: as run() has them where it
/// refuses.
[[nodiscard]] model::Result<decide::CloneDecision> foresee(const Context& context,
                                                           const Request& request);

/// The places of a clone on this node.
[[nodiscard]] Workplace workplace_of(const Context& context);

/// The same for a caller that holds the workplace's lock.
[[nodiscard]] model::Result<Outcome> run_locked(const Context& context, const Workplace& workplace,
                                                const Request& request);

}  // namespace pgmahout::act::clone
