#pragma once

#include <expected>
#include <optional>
#include <set>

#include "act/failover/certificate.hpp"
#include "act/failover/silence.hpp"
#include "act/failover/turn.hpp"
#include "act/fence.hpp"
#include "act/journal.hpp"
#include "decide/election.hpp"
#include "decide/failover.hpp"
#include "plan/plan.hpp"
#include "settings/timers.hpp"

namespace pgmahout::act {

/// One run of a failover: what it has seen, what it holds, and how each step of its plans is done.
class FailoverRun {
 public:
  FailoverRun(const Context& context, const decide::PgpoolCall& call,
              const settings::Timers& timers);

  [[nodiscard]] model::Result<void> go();

 private:
  [[nodiscard]] model::Observation look() const;
  [[nodiscard]] model::Observation look_at_those_in_turn() const;
  void look_and_decide();
  void wait_for_those_that_start();
  [[nodiscard]] bool is_waited_for(const model::NodeState& each) const;
  [[nodiscard]] model::NodeState as_it_followed(model::NodeState state) const;
  [[nodiscard]] decide::FailoverDecision decide(const model::Observation& seen) const;
  [[nodiscard]] model::Result<bool> is_done_already();
  [[nodiscard]] model::Error refusal(const std::string& reason) const;
  [[nodiscard]] model::Result<void> replace();
  [[nodiscard]] model::Result<void> elect_and_promote();
  void drop(const model::Error& error);
  [[nodiscard]] decide::Election elect(const model::Observation& frozen) const;
  [[nodiscard]] std::string why_not(const decide::Election& election) const;
  /// Those of them that nobody can say anything of, or why nobody is to be promoted.
  [[nodiscard]] std::expected<std::set<int>, std::string> ask_stopped_ones(int winner) const;
  void give_up();
  [[nodiscard]] model::Result<void> refuse(const std::string& reason);

  [[nodiscard]] model::Result<void> carry_out(const plan::Plan& plan);
  [[nodiscard]] model::Result<void> perform(const plan::Step& step);
  void tell(const plan::Step& step, const model::Result<void>& result) const;
  [[nodiscard]] model::Result<void> freeze_one(int id);
  [[nodiscard]] model::Result<void> fence_lost();
  [[nodiscard]] model::Result<void> release_lost();
  [[nodiscard]] std::set<int> silent_hosts() const;
  [[nodiscard]] bool came_up(const model::Node& lost) const;
  [[nodiscard]] bool stays_down(const model::Node& lost) const;
  [[nodiscard]] ports::Duration until_silent() const;
  [[nodiscard]] ports::Duration to_reach() const;
  [[nodiscard]] model::Result<void> wait_until_silent();
  [[nodiscard]] model::Result<void> promote_winner(int id);
  [[nodiscard]] model::Result<void> settle(int id);

  [[nodiscard]] const model::Node& node(int id) const;
  [[nodiscard]] const model::Node& followed_by(int standby) const;
  [[nodiscard]] bool led_the_standbys() const;
  void certify(const decide::Election& election, int winner) const;
  [[nodiscard]] Certificate certificate(const decide::Election& election, int winner) const;

  const Context& context_;
  const decide::PgpoolCall& call_;
  const settings::Timers& timers_;
  ports::Duration to_be_seen_;  ///< how long a node has to answer: Pgpool-II gives it no longer
  Journal journal_;
  Silence silence_;
  ports::TimePoint began_;
  model::Observation seen_;
  decide::FailoverDecision decision_;
  Turn turn_;
  std::set<int> dropped_;   ///< standbys that could not be promoted
  std::set<int> unfrozen_;  ///< standbys that could not be frozen
  std::optional<model::WalPosition> old_primary_end_;
  /// The new primary's, once it was asked.
  std::optional<model::TimelineHistory> new_way_;
  bool secured_ = false;          ///< the others have been frozen, or some of them
  bool may_be_let_back_ = false;  ///< nobody had fenced the lost node before us
  bool is_fenced_ = false;        ///< the lost node has been stopped, by us
  int winner_ = -1;
};

}  // namespace pgmahout::act
