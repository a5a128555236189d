#include "act/guard/hand_over.hpp"

#include <algorithm>

#include "act/pause.hpp"
#include "act/pcp.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kToAsk{1000};
constexpr ports::Duration kBeforeAskingAgain{200};

}  // namespace

void HandOver::look(const std::set<int>& silent) {
  std::erase_if(handed_over_, [&](int node) { return !silent.contains(node); });
  const auto now = context_.deadline.clock().now();
  if (std::ranges::includes(handed_over_, silent) || now < next_look_) return;
  next_look_ = now + kBeforeAskingAgain;
  if (is_paused(context_) || !leads_quorum(within(context_, kToAsk))) return;
  for (const int node : silent)
    if (!handed_over_.contains(node)) hand_over(node);
}

void HandOver::hand_over(int node) {
  const auto& name = context_.cluster.nodes.at(static_cast<std::size_t>(node)).name;
  context_.log.warn("the host of {} is silent: Pgpool-II is told at once", name);
  const auto told = pcp(within(context_, kToAsk), "pcp_detach_node", {"-n", std::to_string(node)});
  if (told)
    handed_over_.insert(node);
  else
    context_.log.error("Pgpool-II is not told: {}", to_string(told.error()));
}

}  // namespace pgmahout::act
