#include "plan/failover.hpp"

namespace pgmahout::plan {

namespace {

void for_standbys(const model::Observation& observation, int lost, StepKind kind, Weight weight,
                  Plan& plan) {
  for (const auto& node : observation.nodes)
    if (node.id != lost && node.is_standby()) plan.steps.push_back({kind, node.id, weight});
}

}  // namespace

// A standby that cannot be frozen is not counted afterwards, so freezing is no need; whether an
// unreachable node counts as fenced is for the fence itself to say.
Plan secure(int lost, bool lost_answers, const model::Observation& observation) {
  Plan plan;
  if (lost_answers) plan.steps.push_back({StepKind::fence, lost, Weight::needed});
  for_standbys(observation, lost, StepKind::freeze, Weight::helpful, plan);
  if (!lost_answers) plan.steps.push_back({StepKind::fence, lost, Weight::needed});
  return plan;
}

Plan promote(int winner, int lost, const model::Observation& frozen) {
  Plan plan{{{StepKind::slots, winner, Weight::helpful},
             {StepKind::synchronous, winner, Weight::needed},
             {StepKind::promote, winner, Weight::needed}}};
  for (const auto& node : frozen.nodes)
    if (node.id != winner && node.id != lost && node.is_standby())
      plan.steps.push_back({StepKind::repoint, node.id, Weight::helpful});
  plan.steps.push_back({StepKind::settle, winner, Weight::helpful});
  return plan;
}

Plan follow_other(int primary, int lost, const model::Observation& frozen) {
  Plan plan;
  for (const auto& node : frozen.nodes)
    if (node.id != primary && node.id != lost && node.server && node.server->frozen)
      plan.steps.push_back({StepKind::repoint, node.id, Weight::helpful});
  return plan;
}

// The gate asks the standbys, and waits as long as they are frozen.
Plan give_up(int lost, bool let_back, const model::Observation& observation) {
  Plan plan;
  for_standbys(observation, lost, StepKind::unfreeze, Weight::helpful, plan);
  if (let_back) plan.steps.push_back({StepKind::release, lost, Weight::helpful});
  return plan;
}

}  // namespace pgmahout::plan
