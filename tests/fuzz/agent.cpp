#include <nlohmann/json.hpp>
#include <sstream>

#include "act/fence.hpp"
#include "act/stopped_server.hpp"
#include "agent/controller.hpp"
#include "decide/diagnose/diagnose.hpp"
#include "decide/history/history.hpp"
#include "decide/status/status.hpp"
#include "model/json.hpp"
#include "observe/evidence_json.hpp"
#include "observe/history_json.hpp"
#include "observe/inspection_json.hpp"
#include "observe/report_json.hpp"
#include "ports/agent/client.hpp"
#include "ports/agent/wire.hpp"
#include "ports/fake_clock.hpp"
#include "readers.hpp"
#include "report/diagnosis.hpp"
#include "report/history_json.hpp"
#include "report/history_text.hpp"
#include "report/status.hpp"

namespace pgmahout::fuzz {

namespace {

// A machine on which every command prints that text.
class Printer : public ports::Shell {
 public:
  explicit Printer(const std::string& text) : text_(text) {}

  model::Result<ports::ShellResult> run(const ports::Target& /*target*/,
                                        const ports::Command& command,
                                        const ports::Deadline& /*deadline*/) override {
    std::istringstream lines(text_);
    for (std::string line; std::getline(lines, line);) command.on_output_line(line);
    return ports::ShellResult{.output = text_};
  }

 private:
  const std::string& text_;
};

void check_inspection(const nlohmann::json& answer) {
  const auto state = observe::node_from_json(answer);
  if (!state) return only_read(to_string(state.error()));
  const auto written = observe::node_to_json(*state);
  const auto again = observe::node_from_json(written);
  require(again && observe::node_to_json(*again) == written);
}

void check_facts(const nlohmann::json& answer) {
  const auto facts = observe::facts_from_json(answer);
  if (!facts) return only_read(to_string(facts.error()));
  const auto written = observe::facts_to_json(*facts);
  const auto again = observe::facts_from_json(written);
  require(again && observe::facts_to_json(*again) == written);
}

// As one node of three of which another says the same, whatever that is.
void check_history(const nlohmann::json& answer) {
  const auto history = observe::history_from_json(answer, "n1");
  if (!history) return only_read(to_string(history.error()));
  for (const auto& file : history->files)
    for (const auto& left : file.history.ancestors) require(left.from < file.history.timeline);
  const auto merged = decide::merge_history(
      "c", {{"n1", *history}, {"n2", *history}, {"n3", std::unexpected(model::Error{})}});
  require(merged.silent.size() == 1);
  only_read(report::history_text(merged, {.colour = true, .width = 40}));
  require(nlohmann::json::accept(report::history_json(merged)));
}

// As what each of three nodes knows that say nothing of how they are.
void check_evidence(const nlohmann::json& answer) {
  const auto evidence = observe::evidence_from_json(answer);
  if (!evidence) return only_read(to_string(evidence.error()));
  model::Cluster cluster;
  for (int id = 0; id < 3; ++id)
    cluster.nodes.push_back({.name = "n" + std::to_string(id), .id = id});
  const model::Reports silent{{std::unexpected(model::Error{}), std::unexpected(model::Error{}),
                               std::unexpected(model::Error{})}};
  const auto diagnoses = decide::diagnose(
      {.cluster = cluster, .reports = silent, .evidences = {{*evidence, *evidence, *evidence}}});
  require(diagnoses.nobody_answers);
  only_read(report::diagnosis_text(diagnoses, {.colour = true, .width = 40}));
  require(nlohmann::json::accept(report::diagnosis_json(diagnoses)));
}

// As one node of three of which another says the same, and the third nothing.
void check_report(const nlohmann::json& answer) {
  const auto report = observe::report_from_json(answer);
  if (!report) return only_read(to_string(report.error()));
  model::Cluster cluster;
  for (int id = 0; id < 3; ++id) {
    model::Node node{.name = "n" + std::to_string(id), .id = id};
    node.address = "192.0.2." + std::to_string(id + 1);
    cluster.nodes.push_back(node);
  }
  const auto status =
      decide::judge_status(cluster, {{*report, *report, std::unexpected(model::Error{})}});
  require(status.nodes.size() == 3);
  only_read(report::status_text(status, {.colour = true, .width = 40}));
  only_read(report::status_nagios(status) + report::status_prometheus(status));
  require(nlohmann::json::accept(report::status_json(status, 0)));
}

void check_outcome(const nlohmann::json& answer) {
  const auto outcome = act::outcome_from_json(answer);
  if (outcome.end) require(outcome.end->timeline.number != 0);
  const auto server = act::stopped_server_from_json(answer);
  if (server) require(!model::field(answer, "running", true));
}

void check_error(const model::Error& error) {
  only_read(to_string(error));
  const auto again = agent::error_from_json(agent::to_json(error), "n");
  require(again.kind == error.kind && again.what == error.what);
}

}  // namespace

void read_agent(const std::string& text) {
  Printer shell(text);
  FakeClock clock;
  agent::Client client(shell, {"node"});
  const auto answer = client.call({.node = "n", .ssh = {}}, {{"operation", "observe"}},
                                  ports::Deadline(clock, ports::Duration{1000}),
                                  [](const nlohmann::json& progress) {
                                    only_read(model::field(progress, "bytes", 0));
                                    only_read(model::to_line(progress));
                                  });
  if (!answer) return check_error(answer.error());
  require(answer->is_object());
  only_read(model::to_line(*answer));
  only_read(agent::server_from_json(*answer));
  check_inspection(*answer);
  check_facts(*answer);
  check_history(*answer);
  check_report(*answer);
  check_evidence(*answer);
  check_outcome(*answer);
}

}  // namespace pgmahout::fuzz
