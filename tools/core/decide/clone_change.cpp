#include "decide/clone_change.hpp"

#include <algorithm>

namespace pgmahout::decide {

namespace {

model::Precondition holds_unless(const model::Error* error, std::string what) {
  if (error == nullptr) return {.what = std::move(what), .holds = true};
  return {.what = std::move(what), .evidence = error->what, .next = error->hint};
}

const model::Error* error_of(const auto& result) { return result ? nullptr : &result.error(); }

bool does_nothing(const CloneForecast& forecast) {
  return forecast.decision && forecast.decision->action == CloneAction::nothing;
}

std::string step_of(const CloneForecast& forecast, const std::string& primary) {
  switch (forecast.decision->action) {
    case CloneAction::nothing:
      break;
    case CloneAction::start:
      return "start PostgreSQL, a standby that is whole: " + forecast.node;
    case CloneAction::copy:
      return "copy the data of " + primary + ", in the place of what is there: " + forecast.node;
    case CloneAction::stop_and_copy:
      return "stop PostgreSQL, copy the data of " + primary +
             ", in the place of what is there: " + forecast.node;
  }
  return "leave it alone, " + forecast.decision->reason + ": " + forecast.node;
}

}  // namespace

model::Proposal propose_clone(const model::Cluster& cluster,
                              const model::Result<std::string>& primary,
                              const std::vector<CloneForecast>& forecasts) {
  model::Proposal proposal{.command = "clone", .cluster = cluster.name};
  proposal.preconditions = {holds_unless(error_of(primary), "it is known who is primary")};
  if (!primary) return proposal;
  for (const auto& forecast : forecasts)
    proposal.preconditions.push_back(holds_unless(
        error_of(forecast.decision), forecast.node + " can be made a standby of " + *primary));
  if (!proposal.allowed()) return proposal;
  for (const auto& forecast : forecasts) proposal.steps.push_back(step_of(forecast, *primary));
  if (std::ranges::all_of(forecasts, does_nothing))
    for (const auto& forecast : forecasts)
      proposal.nothing_to_do += (proposal.nothing_to_do.empty() ? "" : "; ") + forecast.node +
                                ": " + forecast.decision->reason;
  return proposal;
}

}  // namespace pgmahout::decide
