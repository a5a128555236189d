#include "act/guard/gate.hpp"

#include <optional>

#include "act/fence.hpp"
#include "act/guard/primary_record.hpp"
#include "act/journal.hpp"
#include "decide/gate.hpp"
#include "observe/server.hpp"
#include "ports/agent/client.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kToSay{1500};
constexpr ports::Duration kAskAgain{500};

decide::PeerWord word_of(const model::Node& node, const model::ServerState& state) {
  return {.name = node.name,
          .has_cluster = true,
          .is_primary = !state.in_recovery,
          .frozen = state.frozen || state.promoting,
          .timeline = state.timeline};
}

// A server that does not run says nothing itself; the agent reads what it left.
std::optional<decide::PeerWord> ask_agent(const Context& context, const model::Node& node) {
  agent::Client client(context.shell, {context.layout.libexec + "/node"});
  const auto answer = client.call(agent_of(context, node), {{"operation", "observe"}},
                                  context.deadline.within(2 * kToSay));
  if (!answer) return std::nullopt;
  if (answer->value("running", false)) return std::nullopt;
  return decide::PeerWord{.name = node.name,
                          .has_cluster = answer->value("has_data", false),
                          .timeline = {answer->value("timeline", 0U)}};
}

std::optional<decide::PeerWord> ask(const Context& context, const model::Node& node) {
  const auto state = observe::ask_server(context.sql, superuser_at(context, node),
                                         context.deadline.within(kToSay));
  return state ? word_of(node, *state) : ask_agent(context, node);
}

std::vector<decide::PeerWord> ask_peers(const Context& context) {
  std::vector<decide::PeerWord> words;
  const auto others = peers(context);
  for (auto& word : ports::at_once(context.crew, others,
                                   [&](const model::Node* node) { return ask(context, *node); }))
    if (word) words.push_back(std::move(*word));
  return words;
}

// A server that has no record and no standby signal has just been made, or was promoted and died
// before anybody noted it: it would come up as primary, so it asks.
model::Result<decide::GateQuestion> what_is_here(const Context& context) {
  decide::GateQuestion question{
      .nodes = static_cast<int>(context.cluster.nodes.size()),
      .confirmations = context.cluster.replication.synchronous == model::Synchronous::off
                           ? 0
                           : context.cluster.replication.confirmations};
  const auto fence = read_fence(context);
  if (!fence) return std::unexpected(fence.error());
  if (*fence && !(*fence)->isolated) question.fence = (*fence)->reason;
  const auto control = context.server.control_data(context.deadline);
  if (!control) return std::unexpected(control.error());
  const auto record = read_primary_record(context);
  if (!record) return std::unexpected(record.error());
  const bool armed = *record && was_primary(**record, *control, context.server.is_fresh_copy());
  question.as_standby = context.server.has_standby_signal() && !armed;
  question.has_led = armed;
  question.timeline =
      std::max(control->checkpoint.timeline, armed ? (*record)->timeline : model::Timeline{});
  return question;
}

// What is left of a fence is that of a primary that was cut off, which has been answered now.
model::Result<void> open_gate(const Context& context, const decide::GateQuestion& question) {
  if (auto done = unfence(context); !done) return done;
  if (question.as_standby || !context.server.has_standby_signal()) return {};
  return context.server.set_standby_signal(false);
}

model::Error closed(const Context& context, const decide::GateDecision& decision) {
  const bool waits = decision.action == decide::GateAction::wait;
  return {.kind = waits ? model::ErrorKind::no_answer : model::ErrorKind::refused,
          .what = "PostgreSQL may not start: " + decision.reason,
          .node = context.self.name,
          .hint = waits ? "it is tried again; bring another node back"
                        : "the guard makes it a standby of the present primary; by hand: "
                          "pgmahout clone " +
                              context.self.name + " --replace"};
}

model::Result<void> fence_for(const Context& context, const std::string& reason) {
  const Journal journal(context, "gate");
  journal.note({{"fenced", reason}});
  const auto done =
      fence(context, {.reason = reason, .operation = journal.id()}, ports::StopMode::immediate);
  if (!done) return std::unexpected(done.error());
  return {};
}

}  // namespace

model::Result<void> pass_gate(const Context& context) {
  auto question = what_is_here(context);
  if (!question) return std::unexpected(question.error());
  decide::GateDecision decision;
  const auto settled = [&] {
    if (!question->fence && !question->as_standby) question->peers = ask_peers(context);
    decision = decide::decide_gate(*question);
    context.log.info("gate: {}", decision.reason);
    return decision.action != decide::GateAction::wait;
  };
  (void)ports::wait_until(settled, context.deadline, kAskAgain);
  if (decision.action == decide::GateAction::open) return open_gate(context, *question);
  if (decision.action == decide::GateAction::fence)
    if (auto done = fence_for(context, decision.reason); !done) return done;
  return std::unexpected(closed(context, decision));
}

}  // namespace pgmahout::act
