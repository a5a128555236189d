#include "decide/clone.hpp"

#include <algorithm>
#include <array>

#include "decide/refuse.hpp"

namespace pgmahout::decide {

namespace {

// In the order of CloneAction.
constexpr std::array<const char*, 4> kActions{"nothing", "start", "copy", "stop and copy"};

model::Result<CloneDecision> about_running(const CloneFacts& facts, const CloneWish& wish) {
  if (streams_from_primary(facts))
    return CloneDecision{CloneAction::nothing, "it is a standby that streams from this primary"};
  if (facts.server && !facts.server->in_recovery)
    return refuse("PostgreSQL runs here and accepts writes: it is a primary, not a stale standby",
                  "find out which of the two is right; stop this one before it is replaced");
  if (!wish.replace)
    return refuse("a standby of this cluster runs here and does not stream from the primary",
                  "see its log; to throw it away and copy afresh: --replace");
  return CloneDecision{CloneAction::stop_and_copy, "the standby does not stream; replace it"};
}

model::Result<CloneDecision> about_stopped(const CloneFacts& facts, const CloneWish& wish) {
  if (wish.replace)
    return CloneDecision{CloneAction::copy, "replace the stopped data directory, as asked"};
  if (!facts.standby_signal)
    return refuse("a data directory of this cluster lies here that is not a standby's",
                  "it may be a former primary with data of its own; to throw it away and copy "
                  "afresh: --replace");
  if (wish.start) return CloneDecision{CloneAction::start, "a stopped standby lies here; start it"};
  return CloneDecision{CloneAction::nothing, "a stopped standby of this cluster lies here"};
}

}  // namespace

std::string to_string(CloneAction action) { return kActions.at(static_cast<std::size_t>(action)); }

std::optional<CloneAction> clone_action(std::string_view word) {
  const auto* const found = std::ranges::find(kActions, word);
  if (found == kActions.end()) return std::nullopt;
  return static_cast<CloneAction>(found - kActions.begin());
}

bool streams_from_primary(const CloneFacts& facts) {
  return facts.server && facts.server->in_recovery && facts.server->receiving &&
         facts.server->sender_host == facts.primary_host &&
         facts.server->sender_port == facts.primary_port;
}

model::Result<CloneDecision> decide_clone(const CloneFacts& facts, const CloneWish& wish) {
  if (facts.primary.in_recovery)
    return refuse("the node to copy from is in recovery: it is no primary",
                  "name the primary, or leave the choice to the command");
  if (facts.in_the_way == InTheWay::other_files)
    return refuse("the data directory holds files, but no database cluster",
                  "look at them, and move them away by hand");
  if (facts.in_the_way == InTheWay::cluster && facts.identifier != facts.primary.system_identifier)
    return refuse("the data directory belongs to another cluster (its system identifier is " +
                      model::to_string(facts.identifier.value_or(model::SystemIdentifier{})) +
                      ", the primary's is " + model::to_string(facts.primary.system_identifier) +
                      ")",
                  "if its data are not needed, move the directory away by hand; --replace does "
                  "not throw away another cluster");
  if (facts.postmaster_runs) return about_running(facts, wish);
  model::Result<CloneDecision> decision = CloneDecision{CloneAction::copy, "nothing is in the way"};
  if (facts.in_the_way == InTheWay::cluster) decision = about_stopped(facts, wish);
  if (decision && decision->action == CloneAction::copy && facts.is_mount_point)
    return refuse("the data directory is a mount point, so a finished copy cannot be renamed in",
                  "use a directory below the mount point as data directory, as PostgreSQL's own "
                  "documentation advises (initdb, creating a database cluster)");
  return decision;
}

}  // namespace pgmahout::decide
