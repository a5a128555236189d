#include "ledger.hpp"

#include <fmt/format.h>

#include <utility>

#include "model/fence.hpp"
#include "world.hpp"

namespace pgmahout::simulate {

namespace {

// A machine that stood still cannot have fenced its server, and needs a moment when it goes on;
// what keeps its writes from being acknowledged is synchronous replication.
bool had_time_to_fence(const World& world, int host) {
  constexpr Time kAfterAPause{3'000'000};
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
  if (newest_ && server.branch != newest_ && server.started > newest_since_)
    break_promise(fmt::format("{} comes up as primary of timeline {} after {} began", node,
                              server.branch->number().number, newest_->number().number));
}

// One that had passed its gate when the fence was written is stopped by who wrote it.
void Ledger::check_fence(int node) {
  const auto& machine = world_.hosts.at(static_cast<std::size_t>(node));
  const auto record = machine.records.find(model::kFenceRecord);
  if (record == machine.records.end()) return;
  const auto fence = model::parse_fence(record->second);
  if (fence.isolated || fence.released) return;
  if (world_.servers.at(static_cast<std::size_t>(node))->started > machine.fenced)
    break_promise(fmt::format("{} comes up as primary though it is fenced", node));
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
}

}  // namespace pgmahout::simulate
