#include <array>

#include "decide/cases/case.hpp"
#include "decide/present_primary.hpp"

// Reads observation.yml.

namespace cases {

namespace {

constexpr int kPort = 5432;

std::string address_of(const Scene& scene, const std::string& name) {
  return "192.0.2." + std::to_string(scene.id_of(name) + 1);
}

std::string node_name(Fields& fields, const std::string& key, const Scene& scene) {
  auto name = fields.text(key);
  if (scene.id_of(name) < 0) throw fields.at(key, name + " is no node");
  return name;
}

model::Timeline timeline_in(Fields& fields, const std::string& key) {
  return {static_cast<std::uint32_t>(fields.number(key, 1))};
}

model::SystemIdentifier identifier_in(Fields& fields) {
  constexpr std::int64_t kOurs = 7;
  return {static_cast<std::uint64_t>(fields.number("system_identifier", kOurs))};
}

// A standby may stream from a machine that is none of the cluster.
void read_receiver(Fields& fields, const Scene& scene, model::ServerState& state) {
  if (!fields.has("hears")) return;
  const auto name = fields.text("hears");
  state.receiving = true;
  state.sender = scene.id_of(name) < 0 ? "" : name;
  state.sender_host = scene.id_of(name) < 0 ? name : address_of(scene, name);
  state.sender_port = kPort;
  state.heard_ms_ago = fields.number("ago", 0);
}

model::ServerState read_server(Fields& fields, const Scene& scene) {
  model::ServerState state{.in_recovery = fields.has("standby")};
  state.system_identifier = identifier_in(fields);
  state.timeline = timeline_in(fields, "timeline");
  state.history = fields.history("history", state.timeline);
  if (!state.in_recovery) {
    state.write = fields.lsn("primary");
    return state;
  }
  state.receive = fields.lsn("standby");
  state.replay = fields.has("replayed") ? fields.lsn("replayed") : state.receive;
  state.frozen = fields.flag("frozen");
  state.in_turn = fields.flag("in_turn");
  state.promoting = fields.flag("promoting");
  if (fields.has("follows")) {
    state.follows = node_name(fields, "follows", scene);
    state.follows_host = address_of(scene, state.follows);
  }
  if (fields.has("followed")) state.followed = node_name(fields, "followed", scene);
  read_receiver(fields, scene, state);
  return state;
}

decide::PeerWord word_of(const Scene& scene, const std::string& name,
                         const model::ServerState& state) {
  std::string follows;
  for (const auto& node : scene.nodes)
    if (address_of(scene, node) == state.follows_host) follows = node;
  return {.name = name,
          .has_cluster = true,
          .is_primary = !state.in_recovery,
          .frozen = state.frozen || state.promoting,
          .in_turn = state.in_turn || state.promoting,
          .timeline = state.timeline,
          .follows = follows,
          .position = state.in_recovery ? state.position() : model::WalPosition{},
          .history = state.history};
}

// One of: silent (why), stopped (its timeline), empty, primary (LSN), standby (LSN received).
void read_node(Fields fields, const std::string& name, const Scene& scene, Seen& seen) {
  constexpr std::array kKinds{"silent", "stopped", "empty", "primary", "standby"};
  const auto kinds =
      std::ranges::count_if(kKinds, [&](const auto* kind) { return fields.has(kind); });
  if (kinds != 1) throw fields.here(name + " is one of silent, stopped, empty, primary, standby");
  model::NodeState node{.name = name, .id = scene.id_of(name)};
  if (fields.has("silent")) {
    node.silence = model::Error{.kind = model::ErrorKind::no_answer, .what = fields.text("silent")};
  } else if (fields.has("stopped") || fields.has("empty")) {
    node.silence = model::Error{.what = "Connection refused"};
    const bool has_data = fields.has("stopped");
    seen.words.push_back(
        {.name = name,
         .has_cluster = has_data,
         .fenced = fields.flag("fenced"),
         .timeline = has_data ? timeline_in(fields, "stopped") : model::Timeline{}});
    if (!has_data && !fields.flag("empty")) throw fields.at("empty", "only true says something");
  } else {
    node.server = read_server(fields, scene);
    seen.words.push_back(word_of(scene, name, *node.server));
  }
  fields.done();
  seen.nodes.nodes.push_back(std::move(node));
}

void read_nodes(Fields fields, const Scene& scene, Seen& seen) {
  for (const auto& name : scene.nodes) read_node(fields.below(name), name, scene, seen);
  fields.done();
}

decide::PgpoolCall read_call(Fields fields, const Scene& scene) {
  decide::PgpoolCall call;
  const auto lost = fields.text("lost");
  call.host = lost;
  constexpr int kNobody = 99;
  call.node_id = scene.id_of(lost) < 0 ? kNobody : scene.id_of(lost);
  if (fields.has("proposes")) call.new_main_id = scene.id_of(node_name(fields, "proposes", scene));
  if (fields.has("primary")) call.old_primary_id = scene.id_of(node_name(fields, "primary", scene));
  fields.done();
  return call;
}

decide::GateQuestion read_gate(Fields fields, const Scene& scene, const Seen& seen) {
  const auto self = node_name(fields, "node", scene);
  decide::GateQuestion question{.as_standby = fields.flag("as_standby"),
                                .timeline = timeline_in(fields, "timeline"),
                                .nodes = static_cast<int>(scene.nodes.size())};
  if (scene.replication.synchronous != model::Synchronous::off)
    question.confirmations = scene.replication.confirmations;
  question.history = fields.has("history") ? fields.history("history", question.timeline)
                                           : model::TimelineHistory{.timeline = question.timeline};
  question.loses_nothing = scene.replication.durability == model::Durability::required;
  question.acknowledges_alone = scene.replication.standbys_lost == model::StandbysLost::degrade;
  question.released = fields.flag("released");
  if (fields.has("starting")) question.starting = fields.text("starting");
  if (fields.has("fenced")) question.fence = fields.text("fenced");
  fields.done();
  for (auto word : seen.words) {
    word.follows_asker = word.follows == self;
    if (word.follows_asker) word.follows.clear();
    if (word.name != self) question.peers.push_back(word);
  }
  return question;
}

decide::Contact read_contact(Fields fields, const Scene& scene) {
  decide::Contact contact{.quorum = fields.flag("quorum"),
                          .standbys_heard = static_cast<int>(fields.number("standbys")),
                          .other_nodes = static_cast<int>(scene.nodes.size()) - 1};
  fields.done();
  return contact;
}

const model::NodeState& node_at(const Seen& seen, int id) {
  return seen.nodes.nodes.at(static_cast<std::size_t>(id));
}

// What lies in a data directory: what its last server was, where its WAL ends, and its marks.
void read_data(Fields& fields, decide::RejoinFacts& facts) {
  const auto data = fields.text("data");
  facts.other_files = data == "other files";
  if (data != "primary" && data != "standby" && data != "none" && !facts.other_files)
    throw fields.at("data", "primary, standby, none or other files");
  facts.unused_copy = fields.flag("unused_copy");
  facts.rewind_cut_off = fields.flag("rewind_cut_off");
  facts.rewind_failed = fields.flag("rewind_failed");
  facts.wal_is_gone = fields.flag("wal_is_gone");
  facts.postmaster_runs = fields.flag("postmaster_runs", facts.server.has_value());
  if (data == "none" || facts.other_files) return;
  const bool in_order = fields.flag("in_order", true);
  facts.control = model::ControlData{.system_identifier = identifier_in(fields),
                                     .shut_down = data == "primary" && in_order,
                                     .was_standby = data == "standby",
                                     .consistent = in_order,
                                     .checksums = fields.flag("checksums", true),
                                     .hint_bits_logged = fields.flag("wal_log_hints")};
  if (facts.server) return;
  facts.end = fields.position("end");
  facts.history = fields.history("history", facts.end.timeline);
}

decide::RejoinFacts read_rejoin(Fields fields, const Scene& scene, const Seen& seen) {
  const auto self = node_name(fields, "node", scene);
  const auto primary = node_name(fields, "primary", scene);
  const auto& its_state = node_at(seen, scene.id_of(primary));
  if (!its_state.server) throw fields.at("primary", primary + " does not answer");
  decide::RejoinFacts facts{.server = node_at(seen, scene.id_of(self)).server,
                            .primary_name = primary,
                            .primary_host = address_of(scene, primary),
                            .primary_port = kPort,
                            .primary = *its_state.server,
                            .primary_keeps_its_standbys = decide::keeps_its_standbys(
                                its_state, seen.nodes, scene.replication),
                            .policy = scene.rejoin};
  read_data(fields, facts);
  fields.done();
  return facts;
}

}  // namespace

Seen read_seen(Fields fields, const Scene& scene) {
  Seen seen;
  read_nodes(fields.below("nodes"), scene, seen);
  if (fields.has("pgpool")) seen.pgpool = read_call(fields.below("pgpool"), scene);
  if (fields.has("stopped_at")) seen.stopped_at = fields.position("stopped_at");
  if (fields.has("gate")) seen.gate = read_gate(fields.below("gate"), scene, seen);
  if (fields.has("contact")) seen.contact = read_contact(fields.below("contact"), scene);
  if (fields.has("rejoin")) seen.rejoin = read_rejoin(fields.below("rejoin"), scene, seen);
  fields.done();
  return seen;
}

}  // namespace cases
