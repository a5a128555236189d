#include "decide/history/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "decide/history/branches.hpp"

namespace pgmahout::decide {

namespace {

using model::CertifiedFailover;
using model::NodeHistories;
using model::TimelineChange;
using model::TimelineOrigin;

// Of what several journals hold, or one holds twice, the first; by time.
template <typename Line>
std::vector<Line> lines_of(const NodeHistories& histories,
                           std::vector<Line> model::NodeHistory::*lines) {
  std::vector<Line> all;
  for (const auto& [node, history] : histories)
    if (history) all.insert(all.end(), ((*history).*lines).begin(), ((*history).*lines).end());
  std::ranges::stable_sort(all, {}, [](const Line& line) { return line.place.at; });
  std::vector<Line> once;
  for (auto& line : all)
    if (std::ranges::find(once, line) == once.end()) once.push_back(std::move(line));
  return once;
}

// Whether what happened then would stand in a journal that was read.
bool is_covered(const NodeHistories& histories, const std::string& time) {
  return !time.empty() && std::ranges::all_of(histories, [&](const auto& each) {
    const auto& history = each.second;
    return history && (history->complete || (!history->since.empty() && history->since <= time));
  });
}

class Merge {
 public:
  Merge(std::string cluster, const NodeHistories& histories) : histories_(histories) {
    result_.cluster = std::move(cluster);
  }

  model::ClusterHistory go() && {
    present_ = present_server(histories_, result_.remarks);
    take_branches();
    take_certificates();
    take_promotions();
    in_order();
    judge_origins();
    name_primaries();
    mark_present();
    take_undone_wal();
    count_refusals();
    tell_who_is_silent();
    return std::move(result_);
  }

 private:
  std::vector<TimelineChange>& timelines() { return result_.timelines; }

  void take_branches() {
    for (const auto& branch : branches_of(histories_, present_, result_.remarks)) {
      timelines().push_back({.timeline = branch.timeline,
                             .parent = branch.parent,
                             .began_at = branch.written,
                             .abandoned = branch.undone});
      if (branch.timeline.number == 1) timelines().back().origin = TimelineOrigin::initdb;
    }
  }

  // The one that certificate is of: the number and the fork; where it knows no number, the last
  // one that had begun by then and that no other is of.
  TimelineChange* begun_by(const CertifiedFailover& failover) {
    if (!failover.timeline) return last_unknown_before(failover.place.at);
    for (auto& each : timelines())
      if (each.timeline == failover.timeline &&
          (!failover.parent || each.parent == failover.parent))
        return &each;
    return nullptr;
  }

  TimelineChange* last_unknown_before(const std::string& time) {
    TimelineChange* last = nullptr;
    for (auto& each : timelines())
      if (each.origin == TimelineOrigin::unknown && !each.began_at.empty() &&
          each.began_at <= time && (last == nullptr || last->began_at <= each.began_at))
        last = &each;
    return last;
  }

  // Those with a number first: what is left then is for those without.
  void take_certificates() {
    const auto all = lines_of(histories_, &model::NodeHistory::failovers);
    for (const bool numbered : {true, false})
      for (const auto& failover : all)
        if (failover.timeline.has_value() == numbered) take(failover);
  }

  // One of which no file is left stands for itself, and so does one that others contradict.
  void take(const CertifiedFailover& failover) {
    auto* change = begun_by(failover);
    if (change == nullptr || change->loss) {
      const bool contradicted = failover.timeline && knows(*failover.timeline);
      if (contradicted) remark_on(failover);
      change = &timelines().emplace_back(TimelineChange{
          .timeline = failover.timeline, .parent = failover.parent, .abandoned = contradicted});
    }
    change->origin = TimelineOrigin::failover;
    change->began_at = failover.place.at;
    change->from = failover.from;
    change->to = failover.to;
    change->why = failover.why;
    change->loss = failover.loss;
    change->proof = failover.proof;
    change->heard_ms_ago = failover.heard_ms_ago;
    change->gap_ms = failover.gap_ms;
    change->operation_id = failover.place.operation_id;
  }

  [[nodiscard]] bool knows(model::Timeline timeline) const {
    return std::ranges::find(result_.timelines, timeline, &TimelineChange::timeline) !=
           result_.timelines.end();
  }

  void remark_on(const CertifiedFailover& failover) {
    result_.remarks.push_back(fmt::format(
        "{} certifies a failover from {} to {} that began timeline {}, and others tell of another",
        failover.place.node, failover.from, failover.to, failover.timeline->number));
  }

  // A failover that ended before it certified what it did.
  void take_promotions() {
    for (const auto& promotion : lines_of(histories_, &model::NodeHistory::promotions)) {
      const auto is_its = [&](const TimelineChange& each) {
        return each.operation_id == promotion.place.operation_id;
      };
      if (std::ranges::any_of(timelines(), is_its)) continue;
      if (auto* change = last_unknown_before(promotion.place.at)) {
        change->origin = TimelineOrigin::failover;
        change->to = promotion.to;
        change->operation_id = promotion.place.operation_id;
      }
    }
  }

  // By number; one without a number before the first that began later.
  void in_order() {
    std::vector<TimelineChange> unnumbered;
    std::erase_if(timelines(), [&](const TimelineChange& each) {
      if (!each.timeline) unnumbered.push_back(each);
      return !each.timeline;
    });
    std::ranges::stable_sort(timelines(), {}, [](const TimelineChange& each) {
      return std::pair(each.timeline, each.began_at);
    });
    for (auto& each : unnumbered)
      timelines().insert(
          std::ranges::find_if(timelines(),
                               [&](const auto& other) { return other.began_at > each.began_at; }),
          std::move(each));
  }

  // Without a certificate somebody's hand did it, unless one may be where nobody could look.
  void judge_origins() {
    for (auto& each : timelines()) {
      if (each.origin != TimelineOrigin::unknown) continue;
      if (is_of_present_server(each) && present_->server.elected)
        each.origin = TimelineOrigin::failover;
      else if (each.parent && is_covered(histories_, each.began_at))
        each.origin = TimelineOrigin::by_hand;
    }
  }

  [[nodiscard]] bool is_of_present_server(const TimelineChange& change) const {
    return present_ && !change.abandoned && change.timeline == present_->server.timeline;
  }

  // Who was primary before stays it on the timeline that the next one left.
  void name_primaries() {
    for (auto& each : timelines()) {
      if (each.to.empty() && is_of_present_server(each) && !present_->server.in_recovery)
        each.to = present_->node;
      for (const auto& next : timelines())
        if (each.to.empty() && next.parent && next.parent->from == each.timeline)
          each.to = next.from;
      if (!each.from.empty() || !each.parent) continue;
      for (const auto& before : timelines())
        if (before.timeline == each.parent->from && !before.abandoned) each.from = before.to;
    }
  }

  // What the present timeline does not descend from was left behind.
  void mark_present() {
    if (!present_) return;
    std::set<model::Timeline> way{present_->server.timeline};
    for (auto each = timelines().rbegin(); each != timelines().rend(); ++each) {
      if (!each->timeline || each->abandoned) continue;
      each->present = is_of_present_server(*each) && !present_->server.in_recovery;
      each->abandoned = !way.contains(*each->timeline);
      if (!each->abandoned && each->parent) way.insert(each->parent->from);
    }
  }

  // WAL of the timeline that was left, past the fork; or of one that is undone as a whole.
  TimelineChange* undone_by(const model::UndoneWal& wal) {
    for (const bool abandoned : {false, true})
      for (auto& each : timelines())
        if (each.abandoned == abandoned && each.parent && each.parent->at == wal.from &&
            (abandoned ? each.timeline : std::optional(each.parent->from)) == wal.timeline)
          return &each;
    return nullptr;
  }

  // A rejoin that was cut off says it again.
  void take_undone_wal() {
    std::map<std::tuple<std::string, model::Timeline, model::Lsn, model::Lsn>, model::UndoneWal>
        last;
    for (const auto& wal : lines_of(histories_, &model::NodeHistory::undone))
      last.insert_or_assign({wal.place.node, wal.timeline, wal.from, wal.to}, wal);
    for (const auto& [key, wal] : last) {
      if (auto* change = undone_by(wal))
        change->undone.push_back(wal);
      else
        result_.remarks.push_back(fmt::format(
            "{} gave up {} bytes of WAL of timeline {} from {} on, which no change here explains",
            wal.place.node, wal.bytes, wal.timeline.number, to_string(wal.from)));
    }
  }

  // Each run of a failover refuses once.
  void count_refusals() {
    for (const auto& refusal : lines_of(histories_, &model::NodeHistory::refusals)) {
      TimelineChange* next = nullptr;
      for (auto& each : timelines())
        if (each.began_at >= refusal.place.at && (!next || each.began_at < next->began_at))
          next = &each;
      ++(next ? next->refused_before : result_.refused_since);
      (next ? next->last_refusal : result_.last_refusal) = refusal.reason;
    }
  }

  void tell_who_is_silent() {
    for (const auto& [node, history] : histories_) {
      if (!history)
        result_.silent.push_back({node, history.error()});
      else if (history->not_understood > 0)
        result_.remarks.push_back(
            fmt::format("{}: {} lines or files are not understood", node, history->not_understood));
    }
  }

  const NodeHistories& histories_;
  std::optional<PresentServer> present_;
  model::ClusterHistory result_;
};

}  // namespace

model::ClusterHistory merge_history(const std::string& cluster, const NodeHistories& histories) {
  return Merge(cluster, histories).go();
}

}  // namespace pgmahout::decide
