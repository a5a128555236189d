#include "decide/history/branches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace pgmahout::decide {

namespace {

using model::NodeHistory;
using model::Timeline;
using model::TimelineSwitch;

std::string in_words(const Branch& branch) {
  std::string text;
  for (const auto& node : branch.nodes) text += (text.empty() ? "" : ", ") + node;
  if (!branch.parent) return text + ": from nowhere";
  return fmt::format("{}: from {} at {}", text, branch.parent->from.number,
                     to_string(branch.parent->at));
}

// The branches while they are found.
class Collection {
 public:
  void add(const NodeHistory& history, const std::string& node) {
    for (const auto& file : history.files) add_file(file, node);
    for (const auto& failover : history.failovers)
      if (failover.timeline && failover.parent) {
        add_roots({failover.parent->from}, node);
        at(*failover.timeline, failover.parent, node).certified = true;
      }
    if (history.server) add_roots(history.server->timeline, node);
  }

  [[nodiscard]] std::vector<Branch> result() && {
    for (auto& branch : found_) branch.undone = branch.undone && !branch.stands;
    std::ranges::stable_sort(found_, {}, &Branch::timeline);
    return std::move(found_);
  }

 private:
  // A file that was renamed says nothing of the timelines before its own.
  void add_file(const model::HistoryFile& file, const std::string& node) {
    const auto& ancestors = file.history.ancestors;
    if (ancestors.empty()) return add_roots(file.history.timeline, node);
    add_roots(ancestors.front().from, node);
    for (std::size_t index = 0; index + 1 < ancestors.size() && !file.undone; ++index)
      at(ancestors[index + 1].from, ancestors[index], node).stands = true;
    auto& branch = at(file.history.timeline, ancestors.back(), node);
    (file.undone ? branch.undone : branch.stands) = true;
    if (branch.written.empty() || file.written < branch.written) branch.written = file.written;
  }

  // One that nobody knows a way to, so far.
  void add_roots(Timeline timeline, const std::string& node) {
    if (std::ranges::find(found_, timeline, &Branch::timeline) == found_.end())
      at(timeline, std::nullopt, node);
  }

  // Who knows the way takes the place of who does not.
  Branch& at(Timeline timeline, const std::optional<TimelineSwitch>& parent,
             const std::string& node) {
    const auto same = [&](const Branch& each) {
      return each.timeline == timeline && (!each.parent || each.parent == parent);
    };
    auto branch = std::ranges::find_if(found_, same);
    if (branch == found_.end()) branch = found_.insert(found_.end(), Branch{.timeline = timeline});
    if (parent) branch->parent = parent;
    if (std::ranges::find(branch->nodes, node) == branch->nodes.end())
      branch->nodes.push_back(node);
    return *branch;
  }

  std::vector<Branch> found_;
};

// Of several of one number the best comes first.
void put_the_true_one_first(std::vector<Branch>& rivals,
                            const std::optional<PresentServer>& present) {
  const auto rank = [&](const Branch& branch) {
    const bool is_of_present =
        present && std::ranges::find(branch.nodes, present->node) != branch.nodes.end();
    return std::tuple(is_of_present, branch.certified, branch.nodes.size());
  };
  std::ranges::stable_sort(rivals, std::ranges::greater{}, rank);
}

std::vector<Branch> without_contradictions(const std::vector<Branch>& all,
                                           const std::optional<PresentServer>& present,
                                           std::vector<std::string>& remarks) {
  std::vector<Branch> taken;
  for (auto first = all.begin(); first != all.end();) {
    const auto end = std::ranges::find_if(
        first, all.end(), [&](const Branch& each) { return each.timeline != first->timeline; });
    std::vector<Branch> rivals;
    for (; first != end; ++first) (first->undone ? taken : rivals).push_back(*first);
    if (rivals.empty()) continue;
    put_the_true_one_first(rivals, present);
    taken.push_back(rivals.front());
    for (auto other = rivals.begin() + 1; other != rivals.end(); ++other)
      remarks.push_back(fmt::format("the nodes disagree about timeline {}: {}; {}",
                                    other->timeline.number, in_words(rivals.front()),
                                    in_words(*other)));
  }
  return taken;
}

}  // namespace

std::optional<PresentServer> present_server(const model::NodeHistories& histories,
                                            std::vector<std::string>& remarks) {
  std::optional<PresentServer> best;
  for (const auto& [node, history] : histories) {
    if (!history || !history->server) continue;
    const auto& server = *history->server;
    if (best && !best->server.in_recovery && !server.in_recovery)
      remarks.push_back(fmt::format("{} (timeline {}) and {} (timeline {}) both accept writes",
                                    best->node, best->server.timeline.number, node,
                                    server.timeline.number));
    const auto rank = [](const model::ServerTimeline& each) {
      return std::pair(!each.in_recovery, each.timeline);
    };
    if (!best || rank(best->server) < rank(server)) best = PresentServer{node, server};
  }
  return best;
}

std::vector<Branch> branches_of(const model::NodeHistories& histories,
                                const std::optional<PresentServer>& present,
                                std::vector<std::string>& remarks) {
  Collection collection;
  for (const auto& [node, history] : histories)
    if (history) collection.add(*history, node);
  return without_contradictions(std::move(collection).result(), present, remarks);
}

}  // namespace pgmahout::decide
