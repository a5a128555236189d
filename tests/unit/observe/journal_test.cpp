#include "observe/journal.hpp"

#include <doctest/doctest.h>

#include <map>

using namespace pgmahout;

namespace {

using Parts = std::map<std::string, std::string>;

observe::JournalLines read(const Parts& parts) {
  return observe::read_journal(
      "j", [&](const std::string& name) -> model::Result<std::optional<std::string>> {
        const auto part = parts.find(name);
        if (part == parts.end()) return std::nullopt;
        if (part->second == "unreadable") return std::unexpected(model::Error{.what = "I/O error"});
        return part->second;
      });
}

std::string refused_at(const std::string& second) {
  return R"({"at":"2026-03-01T12:00:)" + second +
         R"(.000Z","operation":"failover","id":"i","refused":"r"})" + "\n";
}

constexpr const char* kStep =
    "{\"at\":\"2026-03-01T11:00:00.000Z\",\"operation\":\"failover\",\"id\":\"i\","
    "\"step\":\"freeze\",\"node\":\"n1\",\"outcome\":\"done\"}\n";

std::vector<std::string> seconds_of(const observe::JournalLines& read) {
  std::vector<std::string> seconds;
  for (const auto& line : read.lines)
    seconds.push_back(line.at("at").get<std::string>().substr(17, 2));
  return seconds;
}

}  // namespace

TEST_CASE("the journal is read with its rotated parts, the newest line first") {
  const auto journal = read({{"j", refused_at("07") + refused_at("08")},
                             {"j.1", refused_at("05") + refused_at("06")},
                             {"j.3", kStep + refused_at("01")}});
  CHECK(seconds_of(journal) == std::vector<std::string>{"08", "07", "06", "05", "01"});
  CHECK(journal.since == "2026-03-01T11:00:00.000Z");
  CHECK(journal.complete);
  CHECK(journal.not_understood == 0);
}

TEST_CASE("torn lines, and those of another version, are counted and the others read") {
  const auto journal =
      read({{"j", refused_at("01") + "{\"at\":\"2026-03-\n" + R"({"at":7})" + "\n" +
                      R"({"at":"yesterday"})" + "\n[]\n\n" + refused_at("02") + "{\"refu"}});
  CHECK(seconds_of(journal) == std::vector<std::string>{"02", "01"});
  CHECK(journal.not_understood == 5);
}

TEST_CASE("a line that is longer than any of ours is none") {
  const auto journal = read({{"j", refused_at("01") + "{\"at\":\"" + std::string(100'000, 'x')}});
  CHECK(journal.lines.size() == 1);
  CHECK(journal.not_understood == 1);
}

TEST_CASE("a part that cannot be read, or was thrown away, leaves the journal incomplete") {
  CHECK(read({}).complete);
  CHECK(read({}).since.empty());
  const auto unreadable = read({{"j", "unreadable"}, {"j.1", refused_at("01")}});
  CHECK_FALSE(unreadable.complete);
  CHECK(unreadable.not_understood == 1);
  CHECK(unreadable.lines.size() == 1);
  CHECK_FALSE(read({{"j", refused_at("02")}, {"j.24", refused_at("01")}}).complete);
}

TEST_CASE("many refusals do not push out the certificates before them") {
  std::string refusals;
  for (int number = 0; number < 1500; ++number) refusals += refused_at("09");
  const std::string certificate =
      R"({"at":"2026-03-01T11:00:00.000Z","operation":"failover","certificate":"failover"})";
  const auto journal = read({{"j", refusals}, {"j.1", certificate + "\n"}});
  CHECK(journal.lines.size() == 1001);
  CHECK(journal.lines.back().contains("certificate"));
}

TEST_CASE("what is read has an end") {
  std::string lost;
  for (int number = 0; number < 30; ++number)
    lost += R"({"at":"2026-03-01T11:00:00.000Z","operation":"rejoin","lost":")" +
            std::string(60'000, 'x') + "\"}\n";
  const auto journal = read({{"j", lost}});
  CHECK(journal.lines.size() < 15);
  CHECK(journal.lines.size() > 10);
  CHECK_FALSE(journal.complete);
}

TEST_CASE("lines that tell of no change are left out") {
  using nlohmann::json;
  CHECK(observe::tells_of_a_change({{"operation", "failover"}, {"certificate", "failover"}}));
  CHECK(observe::tells_of_a_change(
      {{"operation", "failover"}, {"step", "promote"}, {"outcome", "done"}}));
  CHECK(observe::tells_of_a_change({{"operation", "rejoin"}, {"lost", json::object()}}));
  CHECK_FALSE(observe::tells_of_a_change(
      {{"operation", "failover"}, {"step", "promote"}, {"outcome", "no answer"}}));
  CHECK_FALSE(observe::tells_of_a_change({{"operation", "guard"}, {"fenced", "why"}}));
  CHECK_FALSE(observe::tells_of_a_change({{"operation", "rejoin"}, {"refused", "why"}}));
}
