#include "act/guard/gate.hpp"

#include <optional>

#include "act/fence.hpp"
#include "act/guard/primary_record.hpp"
#include "act/journal.hpp"
#include "act/stopped_server.hpp"
#include "decide/gate.hpp"
#include "observe/server.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kToSay{1500};
constexpr ports::Duration kAskAgain{500};
// Longer than a standby needs that has its WAL; one that has not comes up when there is a primary.
constexpr ports::Duration kToStart{10000};

// What one node says: its word, or that it will have one in a moment, or nothing.
struct Answer {
  std::optional<decide::PeerWord> word;
  bool starting = false;
};

// Its name when that address is another node's than the one that asks and the one that is asked.
std::string another_node_at(const Context& context, const std::string& address,
                            const model::Node& node) {
  for (const auto* peer : peers(context))
    if (peer->address == address && peer->id != node.id) return peer->name;
  return "";
}

// The data of another cluster says nothing of ours.
decide::PeerWord word_of(const Context& context, const model::Node& node,
                         const model::ServerState& state, const model::SystemIdentifier& ours) {
  if (state.system_identifier != ours) return {.name = node.name};
  return {.name = node.name,
          .has_cluster = true,
          .is_primary = !state.in_recovery,
          .frozen = state.frozen || state.promoting,
          .in_turn = state.in_turn || state.promoting,
          .timeline = state.timeline,
          .follows = another_node_at(context, state.follows_host, node),
          .follows_asker = state.follows_host == context.self.address,
          .position = state.in_recovery ? state.position() : model::WalPosition{},
          .history = state.history};
}

// A server that does not run says nothing itself; the agent reads what it left.
std::optional<decide::PeerWord> ask_agent(const Context& context, const model::Node& node,
                                          const model::SystemIdentifier& ours) {
  const auto server = ask_stopped_server(context, node, 2 * kToSay);
  if (!server) return std::nullopt;
  if (server->system_identifier != to_string(ours)) return decide::PeerWord{.name = node.name};
  return decide::PeerWord{.name = node.name,
                          .has_cluster = server->has_data,
                          .stopped = true,
                          .fenced = server->fenced,
                          .timeline = {server->timeline},
                          .follows = another_node_at(context, server->follows_host, node),
                          .follows_asker = server->follows_host == context.self.address};
}

// One that was started between the two questions has answered neither.
Answer ask(const Context& context, const model::Node& node, const model::SystemIdentifier& ours) {
  const auto ask_itself = [&] {
    return observe::ask_server(context.sql, superuser_at(context, node),
                               context.deadline.within(kToSay));
  };
  auto state = ask_itself();
  if (!state && observe::is_refused(state.error())) {
    if (auto word = ask_agent(context, node, ours)) return {.word = std::move(word)};
    state = ask_itself();
  }
  if (state) return {.word = word_of(context, node, *state, ours)};
  if (observe::turns_away(state.error())) return {.starting = true};
  return {.word = ask_agent(context, node, ours)};
}

// Those that answer are asked anew when the slowest has been waited for: by then one of them may
// have been promoted.
void ask_peers(const Context& context, const model::SystemIdentifier& ours,
               decide::GateQuestion& question) {
  const auto ask_all = [&](const std::vector<const model::Node*>& nodes) {
    return ports::at_once(context.crew, nodes,
                          [&](const model::Node* node) { return ask(context, *node, ours); });
  };
  const auto others = peers(context);
  const auto first = ask_all(others);
  std::vector<const model::Node*> answering;
  for (std::size_t index = 0; index < others.size(); ++index)
    if (first[index].word || first[index].starting) answering.push_back(others[index]);
  const auto second = ask_all(answering);
  question.peers.clear();
  question.starting.clear();
  for (std::size_t index = 0; index < answering.size(); ++index) {
    if (second[index].word) question.peers.push_back(*second[index].word);
    if (second[index].starting) question.starting = answering[index]->name;
  }
}

// A server that was never promoted has no file, and one whose file is gone says nothing of its way.
model::TimelineHistory read_history(const Context& context, model::Timeline timeline) {
  const auto text = context.server.data_file("pg_wal/" + history_file_name(timeline));
  const auto history = model::parse_history(timeline, text);
  return history ? *history : model::TimelineHistory{.timeline = timeline};
}

// A server that has no record and no standby signal has just been made, or was promoted and died
// before anybody noted it: it would come up as primary, so it asks.
model::Result<decide::GateQuestion> what_is_here(const Context& context,
                                                 const model::ControlData& control) {
  decide::GateQuestion question{
      .nodes = static_cast<int>(context.cluster.nodes.size()),
      .confirmations = context.cluster.replication.synchronous == model::Synchronous::off
                           ? 0
                           : context.cluster.replication.confirmations,
      .loses_nothing = context.cluster.replication.durability == model::Durability::required,
      .acknowledges_alone =
          context.cluster.replication.standbys_lost == model::StandbysLost::degrade};
  const auto fence = read_fence(context);
  if (!fence) return std::unexpected(fence.error());
  question.released = *fence && (*fence)->released;
  if (*fence && (*fence)->keeps_down()) question.fence = (*fence)->reason;
  const auto record = read_primary_record(context);
  if (!record) return std::unexpected(record.error());
  const bool armed = *record && was_primary(**record, control, context.server.is_fresh_copy());
  question.as_standby = context.server.has_standby_signal() && !armed;
  question.has_led = armed;
  question.timeline = std::max(control.timeline(), armed ? (*record)->timeline : model::Timeline{});
  question.history = read_history(context, question.timeline);
  return question;
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

// A failover may fence this node while the others are asked: it writes its record and then the
// signal, so who takes the signal away first and then reads finds one of the two.
model::Result<void> open_gate(const Context& context, const decide::GateQuestion& question) {
  const bool as_primary = !question.as_standby && context.server.has_standby_signal();
  if (as_primary)
    if (auto done = context.server.set_standby_signal(false); !done) return done;
  const auto lifted = lift_answered_fence(context);
  if (lifted && *lifted) return {};
  if (as_primary)
    if (auto done = context.server.set_standby_signal(true); !done) return done;
  if (!lifted) return std::unexpected(lifted.error());
  const auto fence = read_fence(context);
  const std::string reason = fence && *fence ? ": " + (*fence)->reason : "";
  return std::unexpected(
      closed(context, {decide::GateAction::stay, "it was fenced meanwhile" + reason}));
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
  const auto control = context.server.control_data(context.deadline);
  if (!control) return std::unexpected(control.error());
  auto question = what_is_here(context, *control);
  if (!question) return std::unexpected(question.error());
  decide::GateDecision decision;
  const auto patience = context.deadline.within(kToStart);
  const auto settled = [&] {
    if (!question->fence && !question->as_standby)
      ask_peers(context, control->system_identifier, *question);
    if (patience.over()) question->starting.clear();
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
