#include "pgpool.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "act/failover/failover.hpp"
#include "act/follow.hpp"
#include "ports.hpp"

namespace pgmahout::simulate {

namespace {

constexpr Time kVoteWindow{15'000'000};
constexpr Time kSearchPause{1'000'000};
constexpr ports::Duration kToFailOver{60000};
constexpr ports::Duration kToFollow{20000};

}  // namespace

Pgpool::Pgpool(World& world, int host) : world_(world), host_(host) {}

Pgpool& Pgpool::at(int host) const { return *world_.pgpools.at(static_cast<std::size_t>(host)); }

// Whom its status file calls down is down, however long ago that was, unless all are
// (read_status_file in pgpool_main.c).
void Pgpool::start() {
  ++incarnation_;
  leader_ = -1;
  lost_.clear();
  heard_.clear();
  votes_.clear();
  failing_.clear();
  tasks_ = {};
  election_.reset();
  following_ = escalated_ = false;
  escalation_.reset();
  busy_ = ready_ = false;
  next_life_check_ = world_.now() + world_.random.between(Time{0}, world_.timers.wd_interval);
  follow_locked_ = false;
  if (std::ranges::find(status_file_, true) == status_file_.end())
    status_file_.assign(static_cast<std::size_t>(world_.size()), true);
  up_ = status_file_;
  primary_ = -1;
  process_ = world_.run(host_, "pgpool", [this](Ports& /*ports*/) {
    begin();
    while (true) {
      work();
      world_.scheduler.sleep(Time{50'000});
    }
  });
}

// What takes PCP connections and checks healths begins only when the primary is known, or is not
// found for so long (PgpoolMain in pgpool_main.c).
void Pgpool::begin() {
  while (leader_ < 0) world_.scheduler.sleep(Time{50'000});
  if (primary_ < 0) find_primary();
  ready_ = true;
}

// The commands that it runs are processes of their own and go on.
void Pgpool::crash() {
  if (process_) world_.scheduler.kill(process_);
}

// A server that does not answer long enough is voted down, again and again as long as it does not.
void Pgpool::check_health() {
  const auto& timers = world_.timers;
  next_check_ = world_.now() + timers.health_check_period;
  const Time patience = timers.health_check_retry_delay * timers.health_check_max_retries;
  for (int node = 0; node < world_.size(); ++node) {
    if (!up_.at(static_cast<std::size_t>(node))) continue;
    const auto& server = *world_.servers.at(static_cast<std::size_t>(node));
    const bool answers =
        world_.is_up(node) && world_.both_ways(host_, node) && server.answers() && !server.hung;
    if (answers) {
      failing_.erase(node);
      continue;
    }
    const Time since = failing_.try_emplace(node, world_.now()).first->second;
    const Time slow = server.runs() ? Time(timers.health_check_timeout) : Time{0};
    if (world_.now() - since < patience + slow || leader_ < 0) continue;
    if (leader_ == host_ || world_.both_ways(host_, leader_)) at(leader_).vote(host_, node);
  }
}

void Pgpool::vote(int from, int node) {
  if (!runs() || !world_.is_up(host_) || !has_quorum()) return;
  auto& votes = votes_[node];
  std::erase_if(votes, [&](const auto& each) { return world_.now() - each.second > kVoteWindow; });
  votes[from] = world_.now();
  if (2 * static_cast<int>(votes.size()) <= world_.size()) return;
  votes.clear();
  detach(node);
}

void Pgpool::detach(int node) {
  if (up_.at(static_cast<std::size_t>(node))) tasks_.push({node, true});
}

std::optional<std::string> Pgpool::pcp(const std::vector<std::string>& argv) {
  if (!runs() || !ready_) return std::nullopt;
  const auto& program = argv.front();
  if (program.ends_with("pcp_watchdog_info")) {
    std::string text = fmt::format("Quorum state : {}\nLeader Host Name : {}\n",
                                   has_quorum() ? "QUORUM EXIST" : "QUORUM ABSENT",
                                   leader_ < 0 ? "" : world_.address_of(leader_));
    for (int node = 0; node < world_.size(); ++node)
      text += fmt::format("Node Name : {}\nHost Name : {}\nStatus Name : {}\n", node,
                          world_.address_of(node), node == leader_ ? "LEADER" : "STANDBY");
    return text;
  }
  const int node = std::stoi(argv.back());
  if (program.ends_with("pcp_health_check_stats"))
    return fmt::format("{} h 5432 {} {}\n", node,
                       up_.at(static_cast<std::size_t>(node)) ? "up" : "down",
                       node == primary_ ? "primary" : "standby");
  if (leader_ < 0 || !at(leader_).runs() || !(leader_ == host_ || world_.both_ways(host_, leader_)))
    return std::nullopt;
  if (program.ends_with("pcp_detach_node")) at(leader_).detach(node);
  if (program.ends_with("pcp_attach_node")) at(leader_).tasks_.push({node, false});
  return "";
}

void Pgpool::work() {
  if (tasks_.empty()) return;
  const Task task = tasks_.front();
  tasks_.pop();
  busy_ = task.down;  // its children end, and come back when it is over
  fail_over(task);
  busy_ = false;
}

// As long as a failover is at work its children are gone, and clients wait.
std::optional<int> Pgpool::routes_to() const {
  if (!runs() || busy_ || primary_ < 0 || !up_.at(static_cast<std::size_t>(primary_)))
    return std::nullopt;
  return primary_;
}

void Pgpool::fail_over(const Task& task) {
  const auto node = static_cast<std::size_t>(task.node);
  if (up_.at(node) != task.down) return;
  up_.at(node) = !task.down;
  status_file_ = up_;
  const int before = primary_;
  if (task.down) {
    const auto first = std::ranges::find(up_, true);
    const int main = first == up_.end() ? -1 : static_cast<int>(first - up_.begin());
    world_.say(host_, fmt::format("Pgpool-II: node {} is down, failover_command", task.node));
    run_command("failover", task.node, main, before);
  }
  if (!task.down || task.node == before || before < 0) find_primary();
  share();
  if (task.down && primary_ >= 0 && primary_ != before) follow();
}

// It waits for the command's end, however long that takes.
void Pgpool::run_command(const std::string& name, int node, int main, int old_primary) {
  const auto command = world_.run(host_, name, [=](Ports& ports) {
    const auto context = ports.context(name == "failover" ? kToFailOver : kToFollow);
    const decide::PgpoolCall call{
        .node_id = node, .host = "", .new_main_id = main, .old_primary_id = old_primary};
    const auto done =
        name == "failover" ? act::failover(context, call) : act::follow_primary(context, call);
    if (!done) context.log.error("{}", to_string(done.error()));
  });
  while (command->alive()) world_.scheduler.sleep(Time{10'000});
}

// While its follow child is at work it believes what it did before; else nobody else may hold the
// lock, whoever that is (find_primary_node_repeatedly, find_primary_node in pgpool_main.c).
void Pgpool::find_primary() {
  if (following_) return;
  const Time until = world_.now() + world_.timers.search_primary_node_timeout;
  while (true) {
    while (follow_locked_) world_.scheduler.sleep(kSearchPause);
    for (int node = 0; node < world_.size(); ++node) {
      const auto& server = *world_.servers.at(static_cast<std::size_t>(node));
      if (up_.at(static_cast<std::size_t>(node)) && world_.is_up(node) &&
          world_.both_ways(host_, node) && server.phase == Phase::primary && !server.hung) {
        primary_ = node;
        return;
      }
    }
    if (world_.now() >= until) break;
    world_.scheduler.sleep(kSearchPause);
  }
  primary_ = -1;
}

// Serial, in a child of its own, and every node but the new primary counts as down before it. The
// others are locked meanwhile, and remain so if this one dies (pool_acquire_follow_primary_lock).
void Pgpool::follow() {
  if (following_) return;
  following_ = true;
  for (int node = 0; node < world_.size(); ++node)
    up_.at(static_cast<std::size_t>(node)) = node == primary_;
  status_file_ = up_;
  share();
  lock_others(true);
  world_.run(host_, "follow", [this, primary = primary_, now = incarnation_](Ports& /*ports*/) {
    for (int node = 0; node < world_.size(); ++node)
      if (node != primary) run_command("follow_primary", node, primary, primary);
    if (incarnation_ != now) return;
    following_ = false;
    lock_others(false);
  });
}

void Pgpool::lock_others(bool lock) const {
  if (!leads()) return;
  for (int other = 0; other < world_.size(); ++other)
    if (other != host_ && at(other).leader_ == host_ && world_.both_ways(host_, other))
      at(other).follow_locked_ = lock;
}

void Pgpool::share() const {
  for (int other = 0; other < world_.size(); ++other) {
    auto& pgpool = at(other);
    if (other == host_ || pgpool.leader_ != host_ || !world_.both_ways(host_, other)) continue;
    pgpool.up_ = up_;
    pgpool.primary_ = primary_;
  }
}

}  // namespace pgmahout::simulate
