#include "plan/plan.hpp"

namespace pgmahout::plan {

std::string to_string(StepKind kind) {
  switch (kind) {
    case StepKind::fence:
      return "fence";
    case StepKind::freeze:
      return "freeze";
    case StepKind::unfreeze:
      return "unfreeze";
    case StepKind::release:
      return "release";
    case StepKind::slots:
      return "slots";
    case StepKind::synchronous:
      return "synchronous";
    case StepKind::promote:
      return "promote";
    case StepKind::repoint:
      return "repoint";
    case StepKind::settle:
      return "settle";
  }
  return "";
}

std::vector<std::vector<Step>> stages(const Plan& plan) {
  std::vector<std::vector<Step>> stages;
  for (const Step& step : plan.steps) {
    if (stages.empty() || stages.back().front().kind != step.kind) stages.emplace_back();
    stages.back().push_back(step);
  }
  return stages;
}

}  // namespace pgmahout::plan
