#include "ports/moment.hpp"

#include <doctest/doctest.h>

#include <array>
#include <ctime>
#include <string>

#include "fake_clock.hpp"

using namespace pgmahout;
using std::chrono::hours;
using std::chrono::minutes;

TEST_CASE("how long it is until a moment") {
  FakeClock clock;
  const auto now = std::chrono::system_clock::to_time_t(clock.wall_time());
  const auto spelled = [&](const char* format, int later) {
    const std::time_t at = now + later;
    std::tm then{};
    REQUIRE(localtime_r(&at, &then) != nullptr);
    std::array<char, 32> text{};
    REQUIRE(std::strftime(text.data(), text.size(), format, &then) > 0);
    return std::string(text.data());
  };
  const auto in_ten = ports::until(spelled("%H:%M", 600), clock);
  REQUIRE(in_ten);
  CHECK(*in_ten <= minutes(10));
  CHECK(*in_ten > minutes(9) - std::chrono::seconds(1));
  const auto tomorrow = ports::until(spelled("%H:%M", -600), clock);
  REQUIRE(tomorrow);
  CHECK(*tomorrow > hours(22));
  CHECK(*tomorrow < hours(25));
  CHECK(ports::until(spelled("%Y-%m-%dT%H:%M", 7200), clock));
  CHECK_FALSE(ports::until(spelled("%Y-%m-%dT%H:%M", -7200), clock));
}

TEST_CASE("what is no moment") {
  FakeClock clock;
  for (const char* wrong : {"", "25:00", "12:60", "noon", "12:00x", "2026-13-01T00:00",
                            "2099-02-31T00:00", "2026-01-01"}) {
    const auto moment = ports::until(wrong, clock);
    REQUIRE_FALSE_MESSAGE(moment, wrong);
    CHECK(moment.error().kind == model::ErrorKind::usage);
  }
}
