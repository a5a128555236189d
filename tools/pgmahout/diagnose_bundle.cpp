#include "act/bundle.hpp"
#include "agent/ask_history.hpp"
#include "decide/history/history.hpp"
#include "decide/status/status.hpp"
#include "diagnose.hpp"
#include "model/description.hpp"
#include "model/scrub.hpp"
#include "observe/evidence_json.hpp"
#include "report/history_json.hpp"
#include "report/status.hpp"
#include "report/verification.hpp"

namespace pgmahout::cli {

namespace {

constexpr ports::Duration kToTellHistory{15000};
constexpr ports::Duration kToPack{30000};

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

std::string tail_text(const model::Result<model::LogTail>& tail) {
  return tail ? "# " + tail->source + "\n" + joined(tail->lines)
              : "# " + to_string(tail.error()) + "\n";
}

// Its logs and files as they are, everything else as one document.
void add_node(const model::Node& node, const model::Result<model::NodeEvidence>& evidence,
              std::vector<act::BundleFile>& files) {
  const std::string folder = "nodes/" + node.name + "/";
  if (!evidence) {
    files.push_back({folder + "no-answer.txt", to_string(evidence.error()) + "\n"});
    return;
  }
  const auto clean = [](const std::string& text) { return model::without_secret_shapes(text); };
  for (const auto& [path, text] : evidence->files)
    files.push_back({folder + "files" + (path.starts_with('/') ? "" : "/") + path, clean(text)});
  files.push_back({folder + "postgresql.log", clean(tail_text(evidence->log))});
  files.push_back({folder + "journal.log", clean(tail_text(evidence->journal))});
  auto rest = *evidence;
  rest.files.clear();
  if (rest.log) rest.log->lines.clear();
  if (rest.journal) rest.journal->lines.clear();
  const auto replace = nlohmann::json::error_handler_t::replace;
  files.push_back({folder + "evidence.json",
                   observe::evidence_to_json(rest).dump(2, ' ', false, replace) + "\n"});
}

std::string history_of(Access& access, const std::stop_token& stop) {
  const ports::Deadline deadline(access.clock(), kToTellHistory, stop);
  const auto histories =
      agent::ask_history(access.reach(), access.crew(), access.cluster(), deadline);
  return report::history_json(decide::merge_history(access.cluster().name, histories));
}

std::string versions_of(const model::Cluster& cluster, const model::Reports& reports) {
  std::string text = std::string("pgmahout here: ") + PGMAHOUT_VERSION + "\n";
  for (const auto& node : cluster.nodes) {
    const auto& report = reports.nodes.at(static_cast<std::size_t>(node.id));
    text += node.name + ": pgmahout " + (report ? report->agent_version : "unknown") +
            ", PostgreSQL " + (report && report->server ? report->server->version : "unknown") +
            "\n";
  }
  return text;
}

}  // namespace

model::Result<void> write_diagnosis(const std::string& file, Access& access, const Seen& seen,
                                    const std::string& diagnosis, const std::stop_token& stop) {
  const auto& cluster = access.cluster();
  const auto status = decide::judge_status(cluster, seen.reports);
  std::vector<act::BundleFile> files{
      {"diagnosis.json", diagnosis},
      {"status.json", report::status_json(status, to_int(exit_code(status)))},
      {"history.json", history_of(access, stop)},
      {"cluster.json", model::to_json(cluster).dump(2) + "\n"},
      {"versions.txt", versions_of(cluster, seen.reports)}};
  if (seen.verification)
    files.push_back({"verify.json", report::verification_json(*seen.verification)});
  for (const auto& node : cluster.nodes)
    add_node(node, seen.evidences.nodes.at(static_cast<std::size_t>(node.id)), files);
  ports::MachineShell shell;
  const ports::Deadline deadline(access.clock(), kToPack, stop);
  return act::write_bundle(shell, file, files, model::secrets_of(cluster), deadline);
}

}  // namespace pgmahout::cli
