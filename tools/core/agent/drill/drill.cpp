#include "agent/drill/drill.hpp"

#include <fmt/format.h>

#include "decide/drill/judge.hpp"
#include "decide/drill/proposal.hpp"
#include "decide/status/evidence.hpp"
#include "observe/drill_ledger.hpp"

namespace pgmahout::agent {

namespace {

constexpr ports::Duration kToSettle{60000};
constexpr ports::Duration kToAskAgain{1000};
constexpr ports::Duration kToMakeLedger{10000};

class Drill {
 public:
  Drill(const DrillWorld& world, const DrillOrder& order) : world_(world), order_(order) {}

  [[nodiscard]] model::DrillReport run() {
    model::DrillReport report{
        .cluster = world_.cluster.name, .scenario = order_.scenario, .wanted = order_.rounds};
    while (!report.error && static_cast<int>(report.rounds.size()) < order_.rounds)
      add_round(report);
    clear_ledger(report);
    report.statistics = decide::statistics_of(report.rounds);
    return report;
  }

 private:
  // A cluster that did not heal is not broken again.
  void add_round(model::DrillReport& report) {
    const int number = static_cast<int>(report.rounds.size()) + 1;
    if (number > 1 && !report.rounds.back().healthy) {
      report.error = model::Error{
          .kind = model::ErrorKind::incomplete,
          .what = fmt::format("round {} was not begun: the cluster has not healed", number),
          .hint = "see pgmahout status"};
      return;
    }
    world_.tell(fmt::format("round {} of {}", number, order_.rounds));
    auto round = one_round();
    if (!round) {
      report.error = round.error();
      return;
    }
    round->number = number;
    report.rounds.push_back(std::move(*round));
  }

  [[nodiscard]] model::Result<model::DrillRound> one_round() {
    const auto plan = plan_when_well();
    if (!plan) return std::unexpected(plan.error());
    if (const auto able = prepare(world_, *plan); !able) return std::unexpected(able.error());
    if (const auto made = observe::make_ledger(world_.sql, front_door(world_.cluster),
                                               world_.within(kToMakeLedger));
        !made)
      return std::unexpected(made.error());
    made_ledger_ = true;
    return play_round(world_, *plan, order_.patience);
  }

  [[nodiscard]] model::Result<Break> plan_when_well() {
    model::Result<Break> plan = std::unexpected(model::Error{});
    const auto known = [&] {
      plan = plan_now();
      return plan.has_value();
    };
    (void)ports::wait_until(known, world_.within(kToSettle), kToAskAgain);
    if (world_.stop.stop_requested())
      return std::unexpected(model::Error{.kind = model::ErrorKind::interrupted,
                                          .what = "interrupted before anything was broken"});
    return plan;
  }

  [[nodiscard]] model::Result<Break> plan_now() {
    const auto reports = look_around(world_, world_.stop);
    Break plan{.scenario = order_.scenario, .hold = order_.hold};
    plan.proposal = decide::propose_drill(
        {.cluster = world_.cluster, .reports = reports, .scenario = order_.scenario});
    plan.node = world_.cluster.find(plan.proposal.from);
    plan.leader = decide::gather(world_.cluster, reports).leader;
    const bool has_all = plan.node != nullptr && plan.leader != nullptr;
    if (plan.proposal.allowed() && has_all) return plan;
    const auto complaints = decide::complaints_of(world_.cluster, reports);
    return std::unexpected(
        model::Error{.kind = model::ErrorKind::refused,
                     .what = "the cluster is not well, so nothing was broken" +
                             (complaints.empty() ? std::string() : ": " + complaints.front()),
                     .hint = "see pgmahout status"});
  }

  // What cannot be dropped now is dropped by the next drill.
  void clear_ledger(model::DrillReport& report) {
    if (!made_ledger_) return;
    const ports::Deadline deadline(world_.clock, kToMakeLedger);
    const auto dropped = observe::drop_ledger(world_.sql, front_door(world_.cluster), deadline);
    if (dropped) return;
    const std::string remark = "the schema pgmahout_drill is still there: " + dropped.error().what;
    if (!report.rounds.empty()) report.rounds.back().remarks.push_back(remark);
    world_.tell(remark + "; the next drill drops it");
  }

  const DrillWorld& world_;
  const DrillOrder& order_;
  bool made_ledger_ = false;
};

}  // namespace

model::DrillReport drill(const DrillWorld& world, const DrillOrder& order) {
  return Drill(world, order).run();
}

}  // namespace pgmahout::agent
