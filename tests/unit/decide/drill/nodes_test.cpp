#include "decide/drill/nodes.hpp"

#include <doctest/doctest.h>

using namespace pgmahout;
using model::NodeCommit;
using model::SeenRole;

TEST_CASE("one writer after another is what a failover makes") {
  const std::vector<NodeCommit> commits{{0, 90, 100, 1}, {0, 190, 200, 1}, {1, 900, 910, 2}};
  CHECK(decide::commits_beside(commits) == 0);
}

TEST_CASE("an old primary that commits after the new one is a second writer") {
  const std::vector<NodeCommit> commits{
      {0, 90, 100, 1}, {1, 900, 910, 2}, {0, 1000, 1010, 1}, {0, 1050, 1060, 1}};
  CHECK(decide::commits_beside(commits) == 2);
}

TEST_CASE("a commit that was begun before and is answered late proves nothing") {
  const std::vector<NodeCommit> commits{{0, 90, 2000, 1}, {1, 900, 910, 2}};
  CHECK(decide::commits_beside(commits) == 0);
}

TEST_CASE("what two arrivals may be apart proves nothing either") {
  const std::vector<NodeCommit> commits{{1, 900, 910, 2}, {0, 930, 940, 1}};
  CHECK(decide::commits_beside(commits) == 0);
  CHECK(decide::commits_beside(commits, 10) == 1);
}

TEST_CASE("a primary of a newer timeline is beside nobody of an older one") {
  const std::vector<NodeCommit> commits{{0, 90, 100, 1}, {1, 900, 910, 2}, {1, 1000, 1010, 2}};
  CHECK(decide::commits_beside(commits) == 0);
}

TEST_CASE("two writers of one timeline are beside each other") {
  const std::vector<NodeCommit> commits{
      {0, 90, 100, 1}, {1, 190, 200, 1}, {0, 300, 310, 1}, {1, 400, 410, 1}};
  CHECK(decide::commits_beside(commits) == 3);
}

TEST_CASE("a lane joins what stays as it was, and knows nothing where nobody said a word") {
  model::DrillRecord record{.nodes = {"n0"}, .ended_ms = 3000};
  for (const std::int64_t at : {100, 150, 200})
    record.samples.push_back({.at_ms = at, .role = SeenRole::primary, .holds_vip = true});
  record.samples.push_back({.at_ms = 250, .role = SeenRole::down});
  record.samples.push_back({.at_ms = 2900, .role = SeenRole::standby, .streams = true});
  const auto lanes = decide::lanes_of(record);
  REQUIRE(lanes.size() == 1);
  CHECK(lanes[0].roles == std::vector<model::DrillSpan>{{0, 100, SeenRole::unknown},
                                                        {100, 250, SeenRole::primary},
                                                        {250, 750, SeenRole::down},
                                                        {750, 2900, SeenRole::unknown},
                                                        {2900, 3000, SeenRole::standby}});
  CHECK(lanes[0].vip == std::vector<model::DrillSpan>{{100, 250, SeenRole::unknown}});
}

TEST_CASE("a node that was never seen has a lane of which nothing is known") {
  const auto lanes = decide::lanes_of({.nodes = {"n0"}, .ended_ms = 1000});
  CHECK(lanes.at(0).roles == std::vector<model::DrillSpan>{{0, 1000, SeenRole::unknown}});
}
