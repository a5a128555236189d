#include "act/switchover.hpp"

#include <algorithm>

#include "act/journal.hpp"
#include "act/look_around.hpp"
#include "act/pcp.hpp"
#include "decide/present_primary.hpp"
#include "decide/switchover.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kToLookAround{1000};
constexpr ports::Duration kBetweenLooks{100};
// Pgpool-II runs failover_command within a second or two, and that takes less; the old primary has
// written its last checkpoint by then.
constexpr ports::Duration kToChange{60000};
// Of the old primary to start as a standby and to be attached.
constexpr ports::Duration kToComeHome{90000};

model::Result<void> order(const Context& context, const model::Node& from, const model::Node* to) {
  const bool by_name =
      to != nullptr && decide::promotes_whom_one_names(context.cluster.pgpool.version);
  const auto ordered = by_name
                           ? pcp(context, "pcp_promote_node", {"-s", "-n", std::to_string(to->id)})
                           : pcp(context, "pcp_detach_node", {"-n", std::to_string(from.id)});
  if (!ordered) return std::unexpected(ordered.error());
  return {};
}

// Where each step of it is seen.
class Switchover {
 public:
  Switchover(const Context& context, const model::Node& from, const OnStep& on_step)
      : context_(context), from_(from), on_step_(on_step) {}

  [[nodiscard]] model::Result<const model::Node*> wait_for_primary();
  [[nodiscard]] model::Result<void> wait_until_home(const model::Node& primary) const;

 private:
  [[nodiscard]] bool looks_changed();
  [[nodiscard]] bool is_home(const model::Node& node, const model::Node& primary,
                             const model::Observation& seen, const model::Beliefs& beliefs) const;
  [[nodiscard]] std::string who_is_missing(const model::Node& primary) const;
  void tell(const std::string& step) const {
    context_.log.info("{}", step);
    on_step_(step);
  }

  const Context& context_;
  const model::Node& from_;
  const OnStep& on_step_;
  const model::Node* primary_ = nullptr;
  bool stopped_ = false;
  bool back_ = false;  // it was refused, and what had been begun is undone
};

bool Switchover::looks_changed() {
  const auto seen = look_around(context_, kToLookAround);
  const bool writes = seen.nodes.at(static_cast<std::size_t>(from_.id)).accepts_writes();
  if (!stopped_ && !writes) {
    stopped_ = true;
    tell(from_.name + " accepts no writes any more");
  }
  back_ = stopped_ && writes;
  const auto* found = decide::present_primary(seen, context_.cluster.replication);
  if (found == nullptr || found->id == from_.id) return back_;
  primary_ = context_.cluster.find(found->name);
  return primary_ != nullptr;
}

model::Result<const model::Node*> Switchover::wait_for_primary() {
  const auto bounded = context_.deadline.within(kToChange);
  (void)ports::wait_until([&] { return looks_changed(); }, bounded, kBetweenLooks);
  if (primary_ != nullptr) {
    tell(primary_->name + " is primary");
    return primary_;
  }
  const bool as_before = back_ || !stopped_;
  return std::unexpected(model::Error{
      .kind = as_before ? model::ErrorKind::failed : model::ErrorKind::incomplete,
      .what = as_before ? from_.name + " is primary as before"
                        : "nobody took the place of " + from_.name + " in time",
      .hint = "journalctl -u pgpool2 on " + context_.self.name + "; then see pgmahout status"});
}

bool Switchover::is_home(const model::Node& node, const model::Node& primary,
                         const model::Observation& seen, const model::Beliefs& beliefs) const {
  const auto& server = seen.nodes.at(static_cast<std::size_t>(node.id)).server;
  const auto belief = std::ranges::find(beliefs, node.id, &model::BackendBelief::id);
  if (belief == beliefs.end() || !belief->up) return false;
  if (node.id == primary.id) return belief->primary;
  return server && server->receiving && server->sender == primary.name;
}

std::string Switchover::who_is_missing(const model::Node& primary) const {
  const auto seen = look_around(context_, kToLookAround);
  const auto beliefs = ask_beliefs(context_);
  if (!beliefs) return "Pgpool-II";
  for (const auto& node : context_.cluster.nodes)
    if (!is_home(node, primary, seen, *beliefs)) return node.name;
  return "";
}

model::Result<void> Switchover::wait_until_home(const model::Node& primary) const {
  std::string missing;
  const auto all_home = [&] { return (missing = who_is_missing(primary)).empty(); };
  if (ports::wait_until(all_home, context_.deadline.within(kToComeHome), kBetweenLooks)) {
    tell("all nodes stream from " + primary.name + ", and Pgpool-II knows it");
    return {};
  }
  return std::unexpected(
      model::Error{.kind = model::ErrorKind::incomplete,
                   .what = primary.name + " is primary, but " + missing + " is not part of it yet",
                   .hint = "pgmahout-heal there goes on with it; see pgmahout status"});
}

}  // namespace

model::Result<const model::Node*> switch_over(const Context& context, const model::Node& from,
                                              const model::Node* to, const OnStep& on_step) {
  if (!leads_quorum(context))
    return std::unexpected(model::Error{.kind = model::ErrorKind::refused,
                                        .what = "the Pgpool-II here does not lead a quorum",
                                        .hint = "run it again: another may lead now"});
  Journal journal(context, "switchover");
  journal.note({{"from", from.name}, {"to", to == nullptr ? "" : to->name}});
  const auto ordered = order(context, from, to);
  // Without an answer it may have begun: that is seen at the nodes.
  if (!ordered && ordered.error().kind != model::ErrorKind::no_answer)
    return std::unexpected(ordered.error());
  on_step(ordered ? "Pgpool-II was told" : "Pgpool-II was told, and did not answer");
  Switchover switchover(context, from, on_step);
  const auto primary = switchover.wait_for_primary();
  if (!primary) return primary;
  if (auto done = switchover.wait_until_home(**primary); !done)
    return std::unexpected(done.error());
  return primary;
}

}  // namespace pgmahout::act
