#include "agent/drill/round.hpp"

#include "act/journal.hpp"
#include "agent/drill/audit.hpp"
#include "agent/drill/ledger_writer.hpp"
#include "agent/drill/observer.hpp"
#include "decide/drill/ledger.hpp"
#include "decide/drill/proposal.hpp"

namespace pgmahout::agent {

namespace {

constexpr std::int64_t kSteadyMs = 2000;
constexpr ports::Duration kToBegin{30000};
constexpr ports::Duration kBetweenLooks{300};
constexpr ports::Duration kTickOfRound{50};

// The numbers are written by a thread of their own, from its making to its end.
struct Pen {
  LedgerWriter writer;
  std::jthread thread;

  Pen(const DrillWorld& world, const Stopclock& clock)
      : writer(world.sql, front_door(world.cluster), clock),
        thread([this](const std::stop_token& stop) { writer.write(stop); }) {}
};

class Round {
 public:
  Round(const DrillWorld& world, const Break& plan, const DrillPatience& patience)
      : world_(world), plan_(plan), patience_(patience), clock_(world.clock) {}

  [[nodiscard]] model::Result<model::DrillRound> play() {
    record_.broken = plan_.node->id;
    for (const auto& node : world_.cluster.nodes) record_.nodes.push_back(node.name);
    if (const auto seen = break_and_watch(); !seen) return std::unexpected(seen.error());
    auto round = decide::judge_round(record_, audit(world_, record_.ledger));
    round.broke_at = broke_at_;
    for (const auto& remark : remarks_) round.remarks.push_back(remark);
    return round;
  }

 private:
  // Writer and observer live as long as this runs.
  [[nodiscard]] model::Result<void> break_and_watch() {
    const Observer observer(world_, clock_);
    Pen pen(world_, clock_);
    if (const auto begun = wait_for_writes(pen, observer); !begun) return begun;
    note_who_is_who(observer.seen());
    const auto broken = break_now();
    if (broken) wait_until_well(pen);
    const auto cleared = clear_up(world_, plan_);
    if (!broken) return broken;
    if (!cleared) return cleared;
    if (world_.stop.stop_requested()) return std::unexpected(interrupted());
    record_.ended_ms = clock_.now_ms();
    record_.ledger = pen.writer.entries();
    auto seen = observer.seen();
    record_.samples = std::move(seen.samples);
    record_.commits = std::move(seen.commits);
    return {};
  }

  [[nodiscard]] model::Result<void> wait_for_writes(const Pen& pen, const Observer& observer) {
    const auto ready = [&] {
      return !observer.unseen() && flows(pen) && clock_.now_ms() > kSteadyMs;
    };
    if (ports::wait_until(ready, world_.within(kToBegin), kTickOfRound)) return {};
    if (world_.stop.stop_requested()) return std::unexpected(interrupted());
    if (const auto unseen = observer.unseen()) return std::unexpected(*unseen);
    return std::unexpected(
        model::Error{.kind = model::ErrorKind::refused,
                     .what = "writes through the virtual IP do not flow, so nothing was broken",
                     .hint = "this machine must reach the virtual IP as a client does, and "
                             "pgmahout_pool_hba must let it in"});
  }

  [[nodiscard]] bool flows(const Pen& pen) const {
    return decide::writes_flow(pen.writer.entries(), clock_.now_ms(), kSteadyMs);
  }

  void note_who_is_who(const Seen& seen) {
    for (const auto& sample : seen.samples) {
      if (sample.role == model::SeenRole::primary) record_.primary = sample.node;
      if (sample.holds_vip) record_.vip_holder = sample.node;
    }
  }

  [[nodiscard]] model::Result<void> break_now() {
    const auto broken = break_it(world_, plan_, [&] {
      world_.tell("breaking " + plan_.node->name + ": " +
                  std::string(break_row(plan_.scenario).what));
      record_.broke_ms = clock_.now_ms();
      broke_at_ = act::timestamp(world_.clock);
    });
    // The answer may be lost, and the order carried out all the same: what is seen says.
    if (!broken && broken.error().kind == model::ErrorKind::no_answer && record_.broke_ms > 0) {
      remarks_.push_back("the order to break it got no answer: " + broken.error().what);
      return {};
    }
    return broken;
  }

  void wait_until_well(const Pen& pen) {
    const ports::Deadline deadline = world_.within(patience_.heal + plan_.hold);
    bool told = false;
    const auto well = [&] {
      if (!told && flows_again(pen)) {
        world_.tell("writes flow");
        told = true;
      }
      return clock_.now_ms() > settled_ms() && has_ended() && flows_again(pen) && is_well();
    };
    if (ports::wait_until(well, deadline, kBetweenLooks)) return world_.tell("all is well");
    if (!world_.stop.stop_requested())
      for (const auto& complaint : complaints_) remarks_.push_back("not well: " + complaint);
  }

  [[nodiscard]] std::int64_t settled_ms() const {
    return record_.broke_ms + break_row(plan_.scenario).settle.count();
  }

  [[nodiscard]] bool flows_again(const Pen& pen) const {
    return clock_.now_ms() - record_.broke_ms > kSteadyMs && flows(pen);
  }

  // Only a partition lasts; before its time is over nobody needs to ask.
  [[nodiscard]] bool has_ended() {
    if (plan_.scenario != model::DrillScenario::partition || record_.mended_ms) return true;
    if (clock_.now_ms() < record_.broke_ms + plan_.hold.count() - kSteadyMs) return false;
    const auto there = is_set_up(world_, plan_);
    if (there.has_value() && !*there) record_.mended_ms = clock_.now_ms();
    return record_.mended_ms.has_value();
  }

  [[nodiscard]] bool is_well() {
    const auto asked_ms = clock_.now_ms();
    const auto reports = look_around(world_, world_.stop);
    complaints_ = decide::complaints_of(world_.cluster, reports);
    if (!decide::propose_drill({.cluster = world_.cluster, .reports = reports}).allowed())
      return false;
    record_.healthy_ms = asked_ms;
    return true;
  }

  [[nodiscard]] static model::Error interrupted() {
    return {.kind = model::ErrorKind::interrupted,
            .what = "interrupted; what the drill had set up is gone",
            .hint = "see pgmahout status: the cluster may still be healing"};
  }

  const DrillWorld& world_;
  const Break& plan_;
  const DrillPatience& patience_;
  Stopclock clock_;
  model::DrillRecord record_;
  std::string broke_at_;
  std::vector<std::string> complaints_;
  std::vector<std::string> remarks_;
};

}  // namespace

model::Result<model::DrillRound> play_round(const DrillWorld& world, const Break& plan,
                                            const DrillPatience& patience) {
  return Round(world, plan, patience).play();
}

}  // namespace pgmahout::agent
