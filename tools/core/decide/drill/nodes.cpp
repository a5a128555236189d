#include "decide/drill/nodes.hpp"

#include <algorithm>

namespace pgmahout::decide {

namespace {

using model::DrillSpan;
using model::NodeCommit;
using model::NodeSample;
using model::SeenRole;
using Spans = std::vector<DrillSpan>;

constexpr std::int64_t kApart = 500;

bool is_beside(const NodeCommit& commit, const NodeCommit& other, std::int64_t slack_ms) {
  return other.node != commit.node && other.timeline >= commit.timeline &&
         commit.begun_ms > other.ended_ms + slack_ms;
}

void append(Spans& spans, std::int64_t from, std::int64_t to, SeenRole role) {
  if (from >= to) return;
  if (!spans.empty() && spans.back().role == role && spans.back().to_ms == from)
    spans.back().to_ms = to;
  else
    spans.push_back({.from_ms = from, .to_ms = to, .role = role});
}

std::vector<NodeSample> samples_of(const model::DrillRecord& record, int node) {
  std::vector<NodeSample> samples;
  for (const auto& sample : record.samples)
    if (sample.node == node) samples.push_back(sample);
  std::ranges::stable_sort(samples, {}, &NodeSample::at_ms);
  return samples;
}

// A sample holds until the next one, and no longer than half a second.
template <typename Add>
void for_each_stretch(const std::vector<NodeSample>& samples, std::int64_t end, const Add& add) {
  std::int64_t known_until = 0;
  for (std::size_t index = 0; index < samples.size(); ++index) {
    const auto& sample = samples[index];
    const std::int64_t next = index + 1 < samples.size() ? samples[index + 1].at_ms : end;
    const std::int64_t until = next - sample.at_ms > kApart ? sample.at_ms + kApart : next;
    add(known_until, sample.at_ms, nullptr);
    add(sample.at_ms, std::min(until, end), &sample);
    known_until = std::min(until, end);
  }
  add(known_until, end, nullptr);
}

}  // namespace

std::int64_t commits_beside(const std::vector<NodeCommit>& commits, std::int64_t slack_ms) {
  return std::ranges::count_if(commits, [&](const NodeCommit& commit) {
    return std::ranges::any_of(
        commits, [&](const NodeCommit& other) { return is_beside(commit, other, slack_ms); });
  });
}

std::vector<model::DrillLane> lanes_of(const model::DrillRecord& record) {
  std::vector<model::DrillLane> lanes;
  for (std::size_t id = 0; id < record.nodes.size(); ++id) {
    model::DrillLane lane{.node = record.nodes[id]};
    for_each_stretch(samples_of(record, static_cast<int>(id)), record.ended_ms,
                     [&](std::int64_t from, std::int64_t to, const NodeSample* sample) {
                       const auto role = sample == nullptr ? SeenRole::unknown : sample->role;
                       append(lane.roles, from, to, role);
                       if (sample != nullptr && sample->holds_vip)
                         append(lane.vip, from, to, SeenRole::unknown);
                     });
    lanes.push_back(std::move(lane));
  }
  return lanes;
}

}  // namespace pgmahout::decide
