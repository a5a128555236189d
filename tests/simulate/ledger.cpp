#include "ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/fence.hpp"
#include "world.hpp"

namespace pgmahout::simulate {

namespace {

// A Pgpool-II that was killed with the address on its host says nothing by PCP when it has been
// started again, as long as it looks for the primary (search_primary_node_timeout, 10 s); then its
// guard looks every second, and waits two before it takes the address away.
constexpr Time kTwoHolders{15'000'000};

// Between a gate's last look for a fence and the start it takes an old fence away.
constexpr Time kFromLookToStart{30'000};

// A machine that stood still cannot have fenced its server, and needs a moment when it goes on,
// longer where it waits for another host that is dark; what keeps its writes from being
// acknowledged is synchronous replication.
bool had_time_to_fence(const World& world, int host) {
  constexpr Time kAfterAPause{6'000'000};
  const auto& machine = world.hosts.at(static_cast<std::size_t>(host));
  return !machine.paused && world.now() - machine.resumed > kAfterAPause;
}

}  // namespace

void Ledger::break_promise(const std::string& what) {
  broken_.push_back(
      fmt::format("{:.3f} s: {}", static_cast<double>(world_.now().count()) / 1e6, what));
}

bool Ledger::is_asynchronous() const {
  return world_.cluster.replication.synchronous == model::Synchronous::off;
}

int Ledger::attempt_through_address() {
  through_address_.insert(rows_);
  return attempt();
}

void Ledger::acknowledge(int node, int row) {
  const auto& server = *world_.servers.at(static_cast<std::size_t>(node));
  if (is_asynchronous() && newest_ && server.branch != newest_ && !had_time_to_fence(world_, node))
    return;
  if (astray_.erase(server.branch) > 0) {
    begin(server.branch);
    count_losses(node);
  }
  acknowledged_.push_back(row);
  last_ = world_.now();
  if (through_address_.erase(row) > 0) last_through_address_ = last_;
  const auto [writer, is_first] = writers_.try_emplace(server.branch, node);
  if (writer->second != node)
    break_promise(fmt::format("{} acknowledges a row on timeline {}, as {} did", node,
                              server.branch->number().number, writer->second));
  const bool stale = newest_ && server.branch != newest_;
  if (std::exchange(stale_, stale) != stale && stale)
    break_promise(fmt::format("{} acknowledges a row on timeline {} after {} began", node,
                              server.branch->number().number, newest_->number().number));
}

void Ledger::begin(const BranchPtr& branch) {
  newest_ = branch;
  newest_since_ = world_.now();
}

void Ledger::promoted_by_hand(int node) {
  const auto& branch = world_.servers.at(static_cast<std::size_t>(node))->branch;
  branch->mark_by_hand();
  astray_.insert(branch);
}

void Ledger::promoted(int node) {
  ++promotions_;
  const auto before = newest_;
  begin(world_.servers.at(static_cast<std::size_t>(node))->branch);
  count_losses(node);
  for (int other = 0; other < world_.size(); ++other) {
    const auto& each = *world_.servers.at(static_cast<std::size_t>(other));
    // One that was replaced by hand, which asks nobody to stop it, was left behind before.
    if (before && before->is_by_hand() && each.branch != before) continue;
    if (astray_.contains(each.branch)) continue;
    // It waits for a first standby, and tells nobody that a commit is there for ever.
    if (!each.was_found && !each.live().names.empty()) continue;
    if (other != node && each.phase == Phase::primary && !each.hung &&
        had_time_to_fence(world_, other))
      break_promise(fmt::format("{} is promoted while {} is primary", node, other));
  }
}

// Asynchronous replication may lose rows, and then has to say so.
void Ledger::count_losses(int node) {
  const auto& server = *world_.servers.at(static_cast<std::size_t>(node));
  const auto is_lost = [&](int row) { return !server.branch->holds(row, server.end); };
  const auto first = std::ranges::find_if(acknowledged_, is_lost);
  if (first != acknowledged_.end() && !is_asynchronous())
    break_promise(
        fmt::format("{} is promoted without row {}, which was acknowledged", node, *first));
  if (is_asynchronous()) lost_[node] = static_cast<int>(std::erase_if(acknowledged_, is_lost));
}

void Ledger::certified(int node, const std::string& loss) {
  if (const int lost = lost_[node]; lost > 0 && loss == "none")
    break_promise(
        fmt::format("the failover to {} says that nothing is lost; {} acknowledged rows "
                    "are",
                    node, lost));
}

// One that passed its gate before may be a moment late; what keeps its writes from being
// acknowledged is synchronous replication, and its guard stops it.
void Ledger::came_up_as_primary(int node) {
  check_fence(node);
  const auto& server = *world_.servers.at(static_cast<std::size_t>(node));
  // One that was begun by hand is wrong as soon as a client is told of what lacks something.
  if (astray_.contains(server.branch)) return;
  // A timeline whose primary was gone before anybody confirmed a commit of it never was the newest.
  if (!is_asynchronous() && newest_ && !writers_.contains(newest_) && !is_led(newest_))
    return begin(server.branch);
  if (newest_ && server.branch != newest_ && server.started > newest_since_)
    break_promise(fmt::format("{} comes up as primary of timeline {} after {} began", node,
                              server.branch->number().number, newest_->number().number));
}

bool Ledger::is_led(const BranchPtr& branch) const {
  return std::ranges::any_of(world_.servers, [&](const auto& server) {
    return server->phase == Phase::primary && server->branch == branch;
  });
}

// One that had passed its gate when the fence was written is stopped by who wrote it.
void Ledger::check_fence(int node) {
  const auto& machine = world_.hosts.at(static_cast<std::size_t>(node));
  const auto record = machine.disk->read(model::kFenceRecord);
  if (!record) return;
  const auto fence = model::parse_fence(*record);
  if (fence.isolated || fence.released) return;
  const Time latest = machine.fenced + kFromLookToStart * machine.slowness;
  if (world_.servers.at(static_cast<std::size_t>(node))->started > latest)
    break_promise(fmt::format("{} comes up as primary though it is fenced", node));
}

void Ledger::lost(int node, const std::string& record) {
  break_promise(fmt::format("{} has lost {} with its power, which was written", node, record));
}

// Of one that has crashed meanwhile, or that the next failover has taken, nothing can be said.
void Ledger::attached(int node, int primary) {
  const auto& server = *world_.servers.at(static_cast<std::size_t>(node));
  if (server.phase == Phase::recovery && primary >= 0 && server.live().follows == primary &&
      !server.streamed)
    break_promise(fmt::format("{} is attached before it has streamed from whom it follows", node));
}

void Ledger::look_at_address() {
  const auto& holders = world_.virtual_ip.holders();
  if (holders.size() < 2) return both_have_address_.clear();
  for (int one = 0; one < world_.size(); ++one)
    for (int other = one + 1; other < world_.size(); ++other) look_at_two_holders(one, other);
}

// Where they do not hear each other, nobody can know.
void Ledger::look_at_two_holders(int one, int other) {
  const auto& address = world_.virtual_ip;
  const bool both = address.is_at(one) && address.is_at(other);
  const bool know = world_.is_up(one) && world_.is_up(other) && world_.both_ways(one, other);
  if (!both || !know) {
    both_have_address_.erase({one, other});
    return;
  }
  auto& since = both_have_address_.try_emplace({one, other}, world_.now()).first->second;
  if (world_.now() - since < kTwoHolders) return;
  break_promise(fmt::format("{} and {} both have the virtual IP", one, other));
  since = world_.now();
}

// Of two promotions that took one number nobody can tell which is right: who was stopped for it
// waits for a person, as its refusal says.
void Ledger::audit_standbys() {
  const auto primary = std::ranges::find(world_.servers, Phase::primary,
                                         [](const auto& server) { return server->phase; });
  const auto id = static_cast<int>(primary - world_.servers.begin());
  for (int node = 0; node < world_.size(); ++node) {
    const auto& server = *world_.servers.at(static_cast<std::size_t>(node));
    const bool is_rival = primary != world_.servers.end() && !server.runs() &&
                          server.branch != (*primary)->branch &&
                          server.branch->number() == (*primary)->branch->number();
    if (server.phase != Phase::primary && !is_rival &&
        (server.phase != Phase::recovery || server.source() != id))
      break_promise(fmt::format("in the end {} does not stream from the primary", node));
  }
}

void Ledger::audit() {
  int primaries = 0;
  for (const auto& server : world_.servers) {
    if (server->phase != Phase::primary) continue;
    ++primaries;
    for (const int row : acknowledged_)
      if (!server->branch->holds(row, server->end)) {
        break_promise(fmt::format("in the end row {} is lost, which was acknowledged", row));
        break;
      }
  }
  if (primaries != 1) break_promise(fmt::format("in the end {} servers are primary", primaries));
  audit_standbys();
  const auto holders = world_.virtual_ip.holders().size();
  if (holders != 1)
    break_promise(fmt::format("in the end {} hosts have the virtual IP", holders));
  else if (!world_.virtual_ip.is_at_home())
    break_promise("in the end the virtual IP is not with the leader");
}

}  // namespace pgmahout::simulate
