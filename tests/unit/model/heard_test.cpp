#include "model/heard.hpp"

#include <doctest/doctest.h>

using namespace pgmahout;

TEST_CASE("a silence counts from when the primary was last heard") {
  const auto record = to_text(model::Heard{.written = 9000, .last = 5000, .receiving = false});
  CHECK(model::silence_by(record, 9500) == 4500);
  CHECK(model::silence_by(record, 10500) == 5500);
}

TEST_CASE("a record that is old, of another boot, or of a receiver that runs says nothing") {
  const auto record = to_text(model::Heard{.written = 9000, .last = 5000, .receiving = false});
  CHECK_FALSE(model::silence_by(record, 10501).has_value());
  CHECK_FALSE(model::silence_by(record, 8999).has_value());
  CHECK_FALSE(model::silence_by(to_text(model::Heard{9000, 5000, true}), 9000).has_value());
  CHECK_FALSE(model::silence_by(to_text(model::Heard{9000, 0, false}), 9000).has_value());
  CHECK_FALSE(model::silence_by("", 9000).has_value());
  CHECK_FALSE(model::silence_by("never", 9000).has_value());
  CHECK_FALSE(model::silence_by("-9223372036854775808 5 0\n", 9000).has_value());
}
