#include "decide/rejoin.hpp"

#include "decide/refuse.hpp"

namespace pgmahout::decide {

namespace {

using Decision = model::Result<RejoinDecision>;

Decision decision(RejoinAction action, std::string reason) {
  return RejoinDecision{action, std::move(reason)};
}

model::WalPosition position_of(const RejoinFacts& facts) {
  return facts.server ? facts.server->position() : facts.end;
}

const model::TimelineHistory& history_of(const RejoinFacts& facts) {
  return facts.server ? facts.server->history : facts.history;
}

model::SystemIdentifier identifier_of(const RejoinFacts& facts) {
  return facts.server ? facts.server->system_identifier : facts.control->system_identifier;
}

std::string where(const model::WalPosition& position) {
  return to_string(position.lsn) + " on timeline " + std::to_string(position.timeline.number);
}

model::Lineage lineage(const RejoinFacts& facts) {
  return lineage_of(position_of(facts), history_of(facts), facts.primary.history);
}

bool on_its_timeline(const RejoinFacts& facts) {
  return position_of(facts).timeline == facts.primary.timeline;
}

// Two promotions that took the same number. pg_rewind compares numbers only, and would find
// nothing to do.
bool is_rival(const RejoinFacts& facts) {
  return on_its_timeline(facts) && lineage(facts) == model::Lineage::unknown;
}

// Of a stopped one that is not known: what pg_rewind has just copied may not have been written by
// the primary yet.
bool is_ahead(const RejoinFacts& facts) {
  return facts.server && on_its_timeline(facts) && position_of(facts).lsn > facts.primary.write;
}

bool can_follow(const RejoinFacts& facts) {
  return lineage(facts) == model::Lineage::ancestor && !is_ahead(facts);
}

bool ends_at_the_fork(const RejoinFacts& facts) {
  return fork_of(history_of(facts), facts.primary.history) == position_of(facts);
}

bool streams_from_it(const RejoinFacts& facts) {
  return facts.server->receiving && facts.server->sender_host == facts.primary_host &&
         facts.server->sender_port == facts.primary_port;
}

Decision copy(const RejoinFacts& facts, const std::string& why) {
  if (facts.policy == model::Rejoin::clone)
    return decision(RejoinAction::clone, why + ": it is copied afresh");
  return refuse(why + ", and pgmahout_rejoin does not let it be copied afresh",
                "look at it; to throw its data away: pgmahout clone, with --replace");
}

// Where nothing diverged: as it is, or afresh.
Decision follow(const RejoinFacts& facts, RejoinAction action, std::string reason) {
  if (!facts.wal_is_gone) return decision(action, std::move(reason));
  return copy(facts, facts.primary_name + " does not have the WAL any more that it needs next");
}

// Why pg_rewind cannot help, or empty.
std::string no_way_to_rewind(const RejoinFacts& facts) {
  if (facts.rewind_cut_off) return "an earlier rewind did not come to its end";
  if (facts.rewind_failed) return "it could not be rewound";
  if (facts.unused_copy) return "it is a copy of WAL that the primary does not have";
  if (is_rival(facts)) return "another promotion took the primary's timeline for itself here";
  if (on_its_timeline(facts)) return "it is ahead of the primary on the primary's own timeline";
  if (!facts.control->checksums && !facts.control->hint_bits_logged)
    return "it has neither data checksums nor wal_log_hints, without which nothing is rewound";
  return "";
}

// A former primary that crashed may have ended just where the new one began; only pg_rewind can
// tell.
Decision about_diverged(const RejoinFacts& facts) {
  const std::string what = "it came to " + where(position_of(facts)) +
                           (lineage(facts) == model::Lineage::ancestor
                                ? " as a primary"
                                : ", which is not on " + facts.primary_name + "'s way");
  if (facts.policy == model::Rejoin::manual)
    return refuse(what + ", and pgmahout_rejoin is manual",
                  "look at what it has; then let it be rewound or copied afresh");
  const std::string obstacle = no_way_to_rewind(facts);
  if (!obstacle.empty()) return copy(facts, obstacle);
  return decision(RejoinAction::rewind, what);
}

Decision about_writable(const RejoinFacts& facts) {
  const std::string what =
      "it accepts writes on timeline " + std::to_string(facts.server->timeline.number);
  if (facts.server->timeline < facts.primary.timeline)
    return decision(RejoinAction::fence,
                    what + ", which " + facts.primary_name + " has left behind");
  if (facts.server->timeline > facts.primary.timeline || facts.primary_keeps_its_standbys)
    return decision(RejoinAction::fence,
                    what + ", and the standbys stayed with " + facts.primary_name);
  return refuse("PostgreSQL accepts writes here on timeline " +
                    std::to_string(facts.server->timeline.number) + ", as on " +
                    facts.primary_name + ": nothing says which of the two is right",
                "find that out, and stop the other one");
}

Decision about_running(const RejoinFacts& facts) {
  if (facts.server->promoting)
    return refuse("it has been told to promote itself", "see who told it, and wait for the end");
  if (streams_from_it(facts))
    return decision(RejoinAction::nothing, "it streams from " + facts.primary_name);
  if (can_follow(facts))
    return follow(facts, RejoinAction::repoint,
                  "all that it has (" + where(position_of(facts)) + ") the primary has too");
  return about_diverged(facts);
}

// A copy's control file tells the state of the server that it was made of. A primary that was shut
// down in order ends with its checkpoint, and wrote no page of which the WAL lies behind it: after
// a planned change there is nothing to undo.
Decision about_stopped(const RejoinFacts& facts) {
  if (facts.control->was_standby || facts.unused_copy) {
    if (can_follow(facts))
      return follow(facts, RejoinAction::start, "a stopped standby whose WAL the primary has too");
    return about_diverged(facts);
  }
  if (on_its_timeline(facts) && !is_rival(facts))
    return refuse("it was a primary on " + facts.primary_name +
                      "'s very timeline: nothing says which of the two is right",
                  "find that out; to throw the data of this one away: pgmahout clone, with "
                  "--replace");
  if (facts.control->shut_down && ends_at_the_fork(facts))
    return follow(
        facts, RejoinAction::start,
        "it was stopped in order at " + where(position_of(facts)) + ", where the primary went on");
  return about_diverged(facts);
}

Decision about_cluster(const RejoinFacts& facts) {
  if (identifier_of(facts) != facts.primary.system_identifier)
    return refuse("the data directory belongs to another cluster (its system identifier is " +
                      to_string(identifier_of(facts)) + ", the primary's is " +
                      to_string(facts.primary.system_identifier) + ")",
                  "if its data are not needed, move the directory away by hand");
  if (position_of(facts).timeline > facts.primary.timeline && !facts.primary_keeps_its_standbys)
    return refuse("it is on timeline " + std::to_string(position_of(facts).timeline.number) +
                      ", and " + facts.primary_name + " only on " +
                      std::to_string(facts.primary.timeline.number),
                  "somebody was promoted since: name the newest primary");
  if (facts.server && !facts.server->in_recovery) return about_writable(facts);
  if (facts.rewind_cut_off) return about_diverged(facts);
  return facts.server ? about_running(facts) : about_stopped(facts);
}

}  // namespace

model::Result<RejoinDecision> decide_rejoin(const RejoinFacts& facts) {
  if (facts.primary.in_recovery)
    return refuse(facts.primary_name + " is in recovery: it is no primary",
                  "name the primary, or promote somebody first");
  if (facts.other_files)
    return refuse("the data directory holds files, but no database cluster",
                  "look at them, and move them away by hand");
  if (facts.control) return about_cluster(facts);
  return copy(facts, "there is no database cluster");
}

std::string to_string(RejoinAction action) {
  switch (action) {
    case RejoinAction::nothing:
      return "nothing";
    case RejoinAction::repoint:
      return "repoint";
    case RejoinAction::start:
      return "start";
    case RejoinAction::fence:
      return "fence";
    case RejoinAction::rewind:
      return "rewind";
    case RejoinAction::clone:
      return "clone";
  }
  return "";
}

}  // namespace pgmahout::decide
