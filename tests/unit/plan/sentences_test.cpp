#include "plan/sentences.hpp"

#include <doctest/doctest.h>

using namespace pgmahout;

TEST_CASE("a plan as sentences, one for each run of steps") {
  model::Cluster cluster;
  for (const char* name : {"n0", "n1", "n2"}) cluster.nodes.push_back({.name = name});
  const plan::Plan plan{{{plan::StepKind::fence, 0},
                         {plan::StepKind::freeze, 1},
                         {plan::StepKind::freeze, 2},
                         {plan::StepKind::promote, 1}}};
  CHECK(plan::sentences(plan, cluster) ==
        std::vector<std::string>{"stop, and keep down until it is a standby: n0",
                                 "receive nothing more: n1, n2", "promote: n1"});
  CHECK(plan::sentences({{{plan::StepKind::settle, 9}}}, cluster) ==
        std::vector<std::string>{"make a checkpoint: node 9"});
}
