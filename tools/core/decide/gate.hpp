#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/wal_position.hpp"

namespace pgmahout::decide {

/// What another node says when a server asks whether it may start as primary. A node that did not
/// answer is not in the list.
struct PeerWord {
  std::string name;
  bool has_cluster = false;  ///< there is a data directory of this cluster
  bool is_primary = false;   ///< its server is out of recovery
  bool stopped = false;      ///< its server does not run: its agent says what it left
  bool frozen = false;       ///< it is in recovery and receives from nobody, or is being promoted
  bool in_turn = false;      ///< a failover holds the right to promote it, or it is being promoted
  bool fenced = false;       ///< it does not run, and starts again only as somebody's standby
  model::Timeline timeline;  ///< the newest that it knows; 0 without a cluster
  std::string follows;       ///< the node that it is told to stream from, if it is another's
  bool follows_asker = false;      ///< it is told to stream from the one that asks
  model::WalPosition position;     ///< of a standby that runs; 0 of others
  model::TimelineHistory history;  ///< how its timeline came to be
};

/// A server that is about to start.
struct GateQuestion {
  std::optional<std::string> fence;  ///< why it is fenced, if it is
  bool released = false;             ///< it is, and nobody is said to have taken its place
  bool as_standby = false;           ///< it would come up in recovery
  bool has_led = false;              ///< it was noted as primary: the cluster has had standbys
  model::Timeline timeline;          ///< the one it would write on
  model::TimelineHistory history;    ///< how that came to be, as far as it is known
  int nodes = 0;                     ///< in the whole cluster, itself included
  int confirmations = 0;             ///< how many others confirm each commit
  bool loses_nothing = false;        ///< no failover replaces it without proof: durability required
  bool acknowledges_alone = false;   ///< a primary without its standbys does: standbys_lost degrade
  std::vector<PeerWord> peers;
  std::string starting;  ///< a node that will answer in a moment, for its server is just starting
};

enum class GateAction : std::uint8_t {
  open,   ///< it may start
  wait,   ///< not known yet: ask again
  fence,  ///< another was promoted meanwhile: it stays down until it rejoins
  stay,   ///< it is fenced
};

struct GateDecision {
  GateAction action = GateAction::wait;
  std::string reason;

  bool operator==(const GateDecision&) const = default;
};

/// Whether a server may start. A standby always may. One that would come up as primary
/// - needs the word of so many others that every promotion is known to one of them: with itself
///   they are a majority of all nodes, and they are W at least. For a promotion that was proven to
///   lose nothing was known to R others, where R + W > N, and W of N cannot miss all of R;
/// - does not count a node without a data directory, which knows of no promotion even if it was the
///   one, but when the cluster has just been made and the other nodes are bare;
/// - waits for one that is just starting, and for the word of a silent node that another follows:
///   who was told of a promotion may not have heard of the new timeline yet;
/// - waits while a failover holds the right to promote a frozen standby. One that was left frozen
///   may have been told nothing of a promotion: then the word of every other node is needed;
/// - that was fenced and is released needs the word of every other node, too: a failover that took
///   its place may have been known to fewer, because its end had proven that nothing is lost;
/// - that was not fenced, and that so many standbys still follow as confirm a commit, has been
///   replaced by nobody (keeps_its_standbys() says why): who is on a newer timeline was promoted by
///   hand. One that is released is not kept down either by the newer timeline of a fenced node,
///   where so many are known to be on older ones that too few are left to have confirmed a commit
///   on it: no client was told of anything there, nor will be;
/// - that lacks what so many standbys of another have was promoted by hand itself, as in
///   lacks_what_was_confirmed(): it stays down, and lets their primary up by that.
[[nodiscard]] GateDecision decide_gate(const GateQuestion& question);

}  // namespace pgmahout::decide
