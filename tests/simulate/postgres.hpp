#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/cluster.hpp"
#include "model/control_data.hpp"
#include "model/service_state.hpp"
#include "random.hpp"
#include "wal.hpp"

namespace pgmahout::simulate {

class World;

/// What a postmaster is at.
enum class Phase : std::uint8_t {
  stopped,
  starting,  ///< answers "the database system is starting up"
  recovery,  ///< a standby
  primary,   ///< out of recovery
  stopping,  ///< answers "the database system is shutting down"
};

/// One PostgreSQL server: its disk, its process, and its part in streaming replication, as
/// PostgreSQL 15 behaves.
class Postgres {
 public:
  Postgres(World& world, int id);

  // The disk.
  BranchPtr branch;
  model::Lsn end;  ///< of its WAL, all of it flushed
  bool standby_signal = false;
  model::ControlData control;
  struct Settings {
    int follows = -1;       ///< the node that primary_conninfo names; -1: it is empty
    std::string followed;   ///< pgmahout.followed
    std::string promoted;   ///< pgmahout.promoted
    bool uses_slot = true;  ///< primary_slot_name is its own
    std::string names;      ///< synchronous_standby_names
  };
  Settings file;  ///< as ALTER SYSTEM left it
  std::set<std::string> slots;

  // The process.
  Phase phase = Phase::stopped;
  model::ServiceState service = model::ServiceState::stopped;
  bool hung = false;    ///< SIGSTOP: it takes connections and says nothing
  int incarnation = 0;  ///< grows with each start
  Time started{0};      ///< when its gate had let it pass
  bool promoting = false;
  bool streamed = false;               ///< from whom it follows, since it follows that one
  bool was_found = false;              ///< by a standby, since it started
  std::optional<model::Lsn> received;  ///< by streaming since it started
  std::optional<model::Lsn> held;      ///< where replay stands still, if it does
  int resets = 0;                      ///< how often its connections were broken
  int lock = 0;                        ///< the session that holds the advisory lock; 0: nobody

  [[nodiscard]] bool runs() const { return phase != Phase::stopped; }
  [[nodiscard]] bool answers() const { return phase == Phase::recovery || phase == Phase::primary; }
  [[nodiscard]] const Settings& live() const { return live_; }

  /// The postmaster begins; it accepts connections some time later.
  void start();
  /// SIGINT: sessions end, the shutdown checkpoint goes to the standbys that stream.
  void stop_in_order();
  /// SIGQUIT or SIGKILL, or the power is gone: nothing more is written.
  void crash();
  void reload();
  /// What it replays ends where it is now, while it may receive more.
  void hold_replay();
  [[nodiscard]] model::Lsn replayed() const { return std::min(end, held.value_or(end)); }
  /// The network forgets its connections: the sessions end without an answer.
  void reset();
  /// It leaves recovery a moment later. By hand: by somebody who asked nobody.
  void promote(bool by_hand = false);
  void checkpoint();
  /// A commit's record; the client hears of it when the standbys that are wanted have it. Nothing
  /// happens on a server that does not write.
  void commit(int row);
  /// Its machine's clock is set forward: all have been silent for long now.
  void take_all_for_silent();
  /// No space for WAL: a primary ends as soon as it needs a new segment, a standby receives no
  /// more.
  void run_out_of_space(Time until_then);
  /// Somebody tells this standby to follow another one, with no slot there.
  void follow_by_hand(int upstream);
  /// Once in a while: connections are made, timed out, and keepalives go both ways.
  void tick();

  /// Whom its WAL receiver streams from, or -1.
  [[nodiscard]] int source() const { return receiver_ ? receiver_->source : -1; }
  [[nodiscard]] std::optional<Time> heard() const;
  /// The standbys that stream from it, with the time of their last reply.
  [[nodiscard]] std::map<int, Time> streaming() const;

 private:
  struct Receiver {
    int source = -1;
    int source_incarnation = 0;
    int connection = 0;
    Time heard{0};
  };
  struct Sender {
    int incarnation = 0;
    int connection = 0;
    Time replied{0};
    model::Lsn confirmed;
  };
  struct Waiting {
    int row = 0;
    model::Lsn end;
  };

  [[nodiscard]] Time flush() const;
  [[nodiscard]] bool is_full() const;
  void come_up();
  void leave_recovery();
  void connect();
  void pass_on();
  void deliver(int standby, int connection);
  void take_in(int source, int connection, const BranchPtr& from, model::Lsn upto);
  void confirm(int standby, int connection, model::Lsn upto);
  void acknowledge();
  [[nodiscard]] bool is_confirmed(model::Lsn position) const;
  [[nodiscard]] bool has_sender(int standby, int connection) const {
    const auto found = senders_.find(standby);
    return found != senders_.end() && found->second.connection == connection;
  }
  [[nodiscard]] bool has_receiver(int connection) const {
    return receiver_ && receiver_->connection == connection;
  }

  World& world_;
  int id_;
  Settings live_;
  bool by_hand_ = false;  ///< that is how it is being promoted
  std::optional<Receiver> receiver_;
  std::map<int, Sender> senders_;
  std::vector<Waiting> waiting_;
  Time next_connect_{0};
};

}  // namespace pgmahout::simulate
