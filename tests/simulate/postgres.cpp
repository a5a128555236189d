#include "postgres.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "world.hpp"

namespace pgmahout::simulate {

namespace {

using model::Lsn;

constexpr std::uint64_t kCommit = 120;      // bytes of a row and its commit record
constexpr std::uint64_t kCheckpoint = 104;  // of a checkpoint record
constexpr Time kRetry{1'000'000};           // wal_retrieve_retry_interval, as we render it
constexpr Time kStatus{1'000'000};          // wal_receiver_status_interval, as we render it
constexpr Time kSendAgain{200'000};         // TCP, when a segment was lost

Time link(World& world) { return world.random.between(Time{200}, Time{2000}); }

}  // namespace

// How much longer than usual WAL takes to the disk.
Time Postgres::flush() const {
  const int slowness = world_.hosts.at(static_cast<std::size_t>(id_)).slowness;
  constexpr Time kLongest{60'000};
  return slowness == 1 ? Time{0} : world_.random.between(Time{0}, kLongest) * slowness;
}

bool Postgres::is_full() const { return world_.hosts.at(static_cast<std::size_t>(id_)).data_full; }

Postgres::Postgres(World& world, int id) : world_(world), id_(id) {}

void Postgres::start() {
  ++incarnation;
  phase = Phase::starting;
  started = world_.now();
  live_ = file;
  promoting = false;
  streamed = was_found = false;
  received.reset();
  held.reset();
  // Longer after a crash, for recovery has WAL to read.
  const Time pause = control.consistent ? world_.random.between(Time{50'000}, Time{300'000})
                                        : world_.random.between(Time{200'000}, Time{2'000'000});
  const int slowness = world_.hosts.at(static_cast<std::size_t>(id_)).slowness;
  world_.scheduler.after(pause * slowness, [this, now = incarnation] {
    if (incarnation == now && phase == Phase::starting) come_up();
  });
}

void Postgres::come_up() {
  control.shut_down = control.consistent = false;
  control.was_standby = standby_signal;
  phase = standby_signal ? Phase::recovery : Phase::primary;
  next_connect_ = world_.now();
  world_.say(id_, fmt::format("PostgreSQL is up as {} on timeline {}",
                              standby_signal ? "standby" : "primary", branch->number().number));
  if (phase != Phase::primary) return;
  checkpoint();
  world_.ledger.came_up_as_primary(id_);
}

void Postgres::stop_in_order() {
  if (!runs() || phase == Phase::stopping) return;
  const bool was_primary = phase == Phase::primary;
  phase = Phase::stopping;
  waiting_.clear();
  world_.scheduler.after(world_.random.between(Time{50'000}, Time{300'000}),
                         [this, was_primary, now = incarnation] {
                           if (incarnation != now || phase != Phase::stopping || hung) return;
                           if (was_primary) {
                             checkpoint();
                             for (const auto& [standby, sender] : senders_)
                               if (world_.both_ways(id_, standby))
                                 world_.servers.at(static_cast<std::size_t>(standby))
                                     ->take_in(id_, sender.connection, branch, end);
                           }
                           crash();
                           control.consistent = true;
                           control.shut_down = was_primary;
                         });
}

void Postgres::crash() {
  if (!runs()) return;
  ++incarnation;
  phase = Phase::stopped;
  service = model::ServiceState::failed;
  hung = promoting = false;
  receiver_.reset();
  senders_.clear();
  waiting_.clear();
  lock = 0;
}

void Postgres::reload() {
  if (live_.follows != file.follows) streamed = false;
  live_ = file;
  if (receiver_ && receiver_->source != live_.follows) receiver_.reset();
  acknowledge();
}

void Postgres::hold_replay() {
  if (phase == Phase::recovery) held = end;
}

void Postgres::reset() {
  ++resets;
  lock = 0;
}

void Postgres::promote(bool by_hand) {
  if (phase != Phase::recovery || promoting) return;
  promoting = true;
  by_hand_ = by_hand;
  world_.scheduler.after(world_.random.between(Time{20'000}, Time{300'000}),
                         [this, now = incarnation] {
                           if (incarnation == now && phase == Phase::recovery) leave_recovery();
                         });
}

void Postgres::leave_recovery() {
  if (is_full()) return crash();  // the new timeline needs a segment of its own
  receiver_.reset();
  held.reset();
  branch = std::make_shared<Branch>(branch, model::Timeline{branch->number().number + 1}, end);
  // The control file learns of it by the end-of-recovery record, the checkpoint comes later.
  control.min_recovery = {branch->number(), end};
  end.bytes += kCheckpoint;
  control.was_standby = standby_signal = false;
  promoting = false;
  phase = Phase::primary;
  world_.say(id_, fmt::format("PostgreSQL left recovery, on timeline {} from {}",
                              branch->number().number, to_string(end)));
  if (by_hand_)
    world_.ledger.promoted_by_hand(id_);
  else
    world_.ledger.promoted(id_);
}

void Postgres::checkpoint() {
  control.checkpoint = {branch->number(), end};
  control.min_recovery = {};
  if (phase != Phase::recovery) end.bytes += kCheckpoint;
}

void Postgres::commit(int row) {
  if (phase != Phase::primary || hung) return;
  end.bytes += kCommit;
  branch->add(row, end);
  waiting_.push_back({row, end});
  const auto flushed = [this, now = incarnation] {
    if (incarnation != now) return;
    pass_on();
    acknowledge();
  };
  const Time wait = flush();
  if (wait == Time{0}) return flushed();
  world_.scheduler.after(wait, flushed);
}

// Both ends measure silence by the wall's clock (walreceiver.c, WalSndCheckTimeOut in walsender.c).
void Postgres::take_all_for_silent() {
  receiver_.reset();
  senders_.clear();
}

// XLogFileInit fails in a critical section (xlog.c), and the walreceiver ends with an error.
void Postgres::run_out_of_space(Time until_then) {
  world_.scheduler.after(until_then, [this] {
    if (!is_full() || phase != Phase::primary) return;
    world_.say(id_, "PostgreSQL: PANIC: could not write to WAL: no space left on device");
    crash();
  });
}

// To the standbys that stream from here, be this a primary or a standby itself.
void Postgres::pass_on() {
  for (const auto& [standby, sender] : senders_)
    world_.scheduler.after(
        link(world_), [this, standby = standby, c = sender.connection] { deliver(standby, c); });
}

void Postgres::follow_by_hand(int upstream) {
  file.follows = upstream;
  file.uses_slot = false;
  const bool before = streamed;
  reload();
  streamed = before;
}

// All that is not there yet: TCP keeps the order and sends again what was lost, as long as both
// ends hold the connection.
void Postgres::deliver(int standby, int connection) {
  const auto found = senders_.find(standby);
  if (found == senders_.end() || found->second.connection != connection || hung) return;
  if (!world_.reaches(id_, standby) || !world_.is_up(standby)) {
    world_.scheduler.after(kSendAgain,
                           [this, standby, connection] { deliver(standby, connection); });
    return;
  }
  world_.servers.at(static_cast<std::size_t>(standby))->take_in(id_, connection, branch, end);
}

void Postgres::take_in(int source, int connection, const BranchPtr& from, Lsn upto) {
  if (!has_receiver(connection) || hung || phase != Phase::recovery) return;
  receiver_->heard = world_.now();
  streamed = true;
  if (upto > end || from != branch) {
    branch = from;
    end = std::max(end, upto);
    control.min_recovery = {branch->number(), end};
    pass_on();
  }
  received = end;
  auto& primary = *world_.servers.at(static_cast<std::size_t>(source));
  world_.scheduler.after(link(world_) + flush(), [this, &primary, connection, upto] {
    if (world_.reaches(id_, primary.id_)) primary.confirm(id_, connection, upto);
  });
}

void Postgres::confirm(int standby, int connection, Lsn upto) {
  const auto found = senders_.find(standby);
  if (found == senders_.end() || found->second.connection != connection || hung) return;
  if (!world_.is_up(id_)) return;
  found->second.replied = world_.now();
  found->second.confirmed = std::max(found->second.confirmed, upto);
  acknowledge();
}

// The standbys that synchronous_standby_names lists are all the others; how many of them is what
// the inventory says.
bool Postgres::is_confirmed(Lsn position) const {
  if (live_.names.empty()) return true;
  const auto have = std::ranges::count_if(
      senders_, [&](const auto& each) { return each.second.confirmed >= position; });
  return have >= world_.cluster.replication.confirmations;
}

void Postgres::acknowledge() {
  if (phase != Phase::primary || !world_.is_up(id_)) return;
  while (!waiting_.empty() && is_confirmed(waiting_.front().end)) {
    world_.ledger.acknowledge(id_, waiting_.front().row);
    waiting_.erase(waiting_.begin());
  }
}

void Postgres::connect() {
  next_connect_ = world_.now() + kRetry;
  if (is_full()) return;
  auto& source = *world_.servers.at(static_cast<std::size_t>(live_.follows));
  if (live_.follows == id_ || !world_.both_ways(id_, live_.follows)) return;
  if (!world_.is_up(live_.follows) || source.hung || !source.answers()) return;
  // "replication slot does not exist"
  if (live_.uses_slot &&
      !source.slots.contains(world_.cluster.nodes.at(static_cast<std::size_t>(id_)).slot_name))
    return;
  // "requested timeline is not a child of this server's history", or it has no such WAL
  if (!source.branch->continues(*branch, end) || (source.branch == branch && end > source.end))
    return;
  const int connection = world_.next_session();
  receiver_ = Receiver{live_.follows, source.incarnation, connection, world_.now()};
  source.senders_[id_] = {incarnation, connection, world_.now(), {}};
  if (source.phase == Phase::recovery) world_.note("PostgreSQL: a standby streams from a standby");
  source.was_found = true;
  source.deliver(id_, connection);
}

void Postgres::tick() {
  if (!world_.is_up(id_) || !runs() || hung) return;
  const auto now = world_.now();
  if (phase == Phase::recovery && !promoting) {
    if (receiver_) {
      auto& source = *world_.servers.at(static_cast<std::size_t>(receiver_->source));
      const bool was_reset = (source.incarnation != receiver_->source_incarnation ||
                              !source.has_sender(id_, receiver_->connection)) &&
                             world_.both_ways(id_, receiver_->source);
      if (was_reset || is_full() || now - receiver_->heard > world_.timers.wal_receiver_timeout)
        receiver_.reset();
    }
    if (!receiver_ && live_.follows >= 0 && now >= next_connect_) connect();
  }
  for (auto sender = senders_.begin(); sender != senders_.end();) {
    const auto& standby = *world_.servers.at(static_cast<std::size_t>(sender->first));
    const bool was_reset = !standby.has_receiver(sender->second.connection) &&
                           world_.both_ways(id_, sender->first) && world_.is_up(sender->first);
    if (was_reset || now - sender->second.replied > world_.timers.wal_sender_timeout) {
      sender = senders_.erase(sender);
      continue;
    }
    if (now - sender->second.replied > kStatus) deliver(sender->first, sender->second.connection);
    ++sender;
  }
}

std::optional<Time> Postgres::heard() const {
  return receiver_ ? std::optional(receiver_->heard) : std::nullopt;
}

std::map<int, Time> Postgres::streaming() const {
  std::map<int, Time> standbys;
  for (const auto& [standby, sender] : senders_) standbys[standby] = sender.replied;
  return standbys;
}

}  // namespace pgmahout::simulate
