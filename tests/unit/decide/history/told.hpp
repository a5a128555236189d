#pragma once

#include "decide/history/history.hpp"

// What nodes may say of the past; n1 was primary first, and n2 after it.
namespace pgmahout::test {

using model::TimelineSwitch;

inline constexpr TimelineSwitch kFirstFork{{1}, {0x3000000}};
inline constexpr TimelineSwitch kSecondFork{{2}, {0x5000000}};

// 12:00 and so many minutes.
inline std::string minute(int number) {
  return "2026-03-01T12:" + std::string(number < 10 ? "0" : "") + std::to_string(number) +
         ":00.000Z";
}

inline model::HistoryFile file_of(std::uint32_t timeline, std::vector<TimelineSwitch> way,
                                  int written) {
  return {.history = {{timeline}, std::move(way)}, .written = minute(written)};
}

inline model::CertifiedFailover certified(std::uint32_t timeline, const TimelineSwitch& parent,
                                          int at) {
  return {.place = {"n3", minute(at), minute(at) + "-n3"},
          .from = "n1",
          .to = "n2",
          .why = "n1 does not answer",
          .loss = model::Loss::none,
          .proof = "2 + 1 > 2",
          .timeline = model::Timeline{timeline},
          .parent = parent,
          .heard_ms_ago = 900,
          .gap_ms = 2900};
}

inline model::UndoneWal undone_wal(const TimelineSwitch& left, std::uint64_t bytes) {
  return {.place = {"n1", minute(9), minute(8) + "-n1"},
          .timeline = left.from,
          .from = left.at,
          .to = {left.at.bytes + bytes},
          .bytes = bytes,
          .transactions = 2,
          .kept = "/kept"};
}

inline model::NodeHistory writing_on(std::uint32_t timeline) {
  return {.server = model::ServerTimeline{{timeline}, false, false}, .complete = true};
}

inline model::NodeHistory following_on(std::uint32_t timeline) {
  return {.server = model::ServerTimeline{{timeline}, true, false}, .complete = true};
}

// Three nodes after one failover from n1 to n2, which n3 ran.
inline model::NodeHistories after_a_failover() {
  model::NodeHistories all{{"n1", following_on(2)}, {"n2", writing_on(2)}, {"n3", following_on(2)}};
  for (auto& [name, history] : all) history->files = {file_of(2, {kFirstFork}, 5)};
  all.at("n3")->failovers = {certified(2, kFirstFork, 6)};
  return all;
}

inline model::ClusterHistory merged(const model::NodeHistories& histories) {
  return decide::merge_history("zoo", histories);
}

inline model::Error no_answer_error() {
  return {.kind = model::ErrorKind::no_answer, .what = "it did not answer"};
}

}  // namespace pgmahout::test
