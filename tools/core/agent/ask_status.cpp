#include "agent/ask_status.hpp"

#include "observe/report_json.hpp"

namespace pgmahout::agent {

namespace {

model::Result<model::NodeReport> ask_report(const Reach& reach, const model::Node& node,
                                            const ports::Deadline& deadline) {
  const auto answer = call(reach, node, {{"operation", "status"}}, deadline);
  if (!answer) return std::unexpected(answer.error());
  auto report = observe::report_from_json(*answer);
  if (!report) report.error().node = node.name;
  return report;
}

}  // namespace

model::Reports ask_status(const Reach& reach, ports::Crew& crew, const model::Cluster& cluster,
                          const ports::Deadline& deadline) {
  const Reach quick = impatient(reach);
  return {ports::at_once(crew, cluster.nodes, [&](const model::Node& node) {
    return ask_report(quick, node, deadline);
  })};
}

}  // namespace pgmahout::agent
