#include "agent/ask_evidence.hpp"

#include "observe/evidence_json.hpp"

namespace pgmahout::agent {

namespace {

model::Result<model::NodeEvidence> evidence_of(const Reach& reach, const model::Node& node,
                                               bool files, const ports::Deadline& deadline) {
  const auto answer = call(reach, node, {{"operation", "evidence"}, {"files", files}}, deadline);
  if (!answer) return std::unexpected(answer.error());
  auto evidence = observe::evidence_from_json(*answer);
  if (!evidence) evidence.error().node = node.name;
  return evidence;
}

}  // namespace

model::Evidences ask_evidence(const Reach& reach, ports::Crew& crew, const model::Cluster& cluster,
                              bool files, const ports::Deadline& deadline) {
  const Reach quick = impatient(reach);
  return {ports::at_once(crew, cluster.nodes, [&](const model::Node& node) {
    return evidence_of(quick, node, files, deadline);
  })};
}

}  // namespace pgmahout::agent
