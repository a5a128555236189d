#include "act/failover/silence.hpp"

#include <doctest/doctest.h>

namespace pgmahout {

namespace {

using ports::Duration;

constexpr ports::TimePoint kNow{std::chrono::seconds{100}};
constexpr Duration kTimeout{3000};

model::NodeState silent_standby(int id) {
  model::NodeState node{.id = id};
  node.server = model::ServerState{.in_recovery = true};
  return node;
}

// Its receiver runs still.
model::NodeState hearing(int id, std::int64_t ms_ago) {
  auto node = silent_standby(id);
  node.server->heard_ms_ago = ms_ago;
  return node;
}

// Its receiver has ended, and its guard knows when it heard something last.
model::NodeState noted(int id, std::int64_t ms_ago) {
  auto node = silent_standby(id);
  node.server->silent_ms = ms_ago;
  return node;
}

act::Silence after(std::vector<model::NodeState> nodes) {
  act::Silence silence(kTimeout);
  silence.take_in({std::move(nodes)}, kNow);
  return silence;
}

}  // namespace

TEST_CASE("who heard the old primary last tells since when it is silent") {
  CHECK(after({hearing(0, 1200), noted(1, 2500)}).since() == kNow - Duration{1200});
  CHECK(after({noted(1, 2500)}).since() == kNow - Duration{2500});
  // A primary is no witness of itself, and without any nothing is known.
  model::NodeState primary{.id = 0};
  primary.server = model::ServerState{};
  CHECK(after({primary, noted(1, 2500)}).since() == kNow - Duration{2500});
  CHECK(after({}).since() == kNow);
  // Clocks that were set.
  CHECK(after({hearing(0, 90000)}).since() == kNow - kTimeout);
  CHECK(after({hearing(0, -90000)}).since() == kNow);
}

TEST_CASE("a standby that cannot tell yet is asked again") {
  auto silence = after({silent_standby(0), hearing(1, 2900), noted(2, 3000)});
  CHECK(silence.is_doubtful());
  CHECK(silence.since() == kNow);
  const auto later = kNow + Duration{1000};
  silence.fill_in({{silent_standby(0)}}, later);
  CHECK(silence.since() == kNow);
  // We have ended the receiver of the second: what its guard says of that is not taken in.
  silence.fill_in({{noted(0, 4100), noted(1, 4200)}}, later);
  CHECK_FALSE(silence.is_doubtful());
  CHECK(silence.since() == kNow - Duration{2900});
}

TEST_CASE("what standbys told of the old primary is no guess of when it was heard") {
  CHECK(after({hearing(0, 1200), noted(1, 2500)}).told() == kNow - Duration{1200});
  CHECK(after({silent_standby(0), noted(1, 2500)}).told() == kNow - Duration{2500});
  CHECK_FALSE(after({silent_standby(0)}).told());
  CHECK_FALSE(after({}).told());
}

}  // namespace pgmahout
