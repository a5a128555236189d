#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

#include "report/status.hpp"

namespace pgmahout::report {

namespace {

using model::ClusterStatus;
using model::NodeStatus;
using model::Severity;

// A bar begins the performance data, and each line is one of its own.
std::string on_one_line(std::string text) {
  std::ranges::replace_if(
      text, [](char letter) { return letter == '\n' || letter == '|'; }, ' ');
  return text;
}

std::string finding_line(const model::Finding& finding) {
  return on_one_line((finding.node.empty() ? "" : finding.node + ": ") + finding.what);
}

std::string performance_data(const ClusterStatus& status) {
  const auto streaming = std::ranges::count(status.nodes, "streaming", &NodeStatus::state);
  std::string data =
      fmt::format("standbys={} quorum={}", streaming, static_cast<int>(status.quorum));
  for (const NodeStatus& node : status.nodes) {
    if (node.lag_bytes) data += fmt::format(" '{}_lag'={}B", node.name, *node.lag_bytes);
    if (node.lag_ms)
      data +=
          fmt::format(" '{}_delay'={:.3f}s", node.name, static_cast<double>(*node.lag_ms) / 1000);
  }
  return data;
}

// As the format wants it: in double quotes, with \\, \" and \n.
std::string label(const std::string& text) {
  std::string escaped;
  for (const char letter : text) {
    if (letter == '\\' || letter == '"') escaped += '\\';
    escaped += letter == '\n' ? std::string("\\n") : std::string(1, letter);
  }
  return escaped;
}

class Metrics {
 public:
  explicit Metrics(const ClusterStatus& status) : status_(status) {}

  void family(std::string_view name, std::string_view help) {
    text_ += fmt::format("# HELP pgmahout_{0} {1}\n# TYPE pgmahout_{0} gauge\n", name, help);
    name_ = name;
  }
  void value(std::string_view labels, double number) {
    text_ += fmt::format("pgmahout_{}{{cluster=\"{}\"{}}} {}\n", name_, label(status_.cluster),
                         labels, number);
  }
  // Of each node that has one.
  void of_nodes(std::string_view name, std::string_view help,
                const std::function<std::optional<double>(const NodeStatus&)>& of) {
    family(name, help);
    for (const NodeStatus& node : status_.nodes)
      if (const auto number = of(node))
        value(fmt::format(",node=\"{}\"", label(node.name)), *number);
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  const ClusterStatus& status_;
  std::string text_;
  std::string name_;
};

std::optional<double> as_number(const std::optional<std::int64_t>& value, double unit) {
  return value ? std::optional(static_cast<double>(*value) / unit) : std::nullopt;
}

void add_nodes(Metrics& metrics) {
  using Number = std::optional<double>;
  metrics.of_nodes("node_answers", "whether the node's agent answers", [](const auto& node) {
    return Number(node.role != model::Role::unknown ? 1 : 0);
  });
  metrics.of_nodes("node_primary", "whether its server accepts writes", [](const auto& node) {
    return Number(node.role == model::Role::primary ? 1 : 0);
  });
  metrics.of_nodes("node_streaming", "whether it streams from the primary",
                   [](const auto& node) { return Number(node.state == "streaming" ? 1 : 0); });
  metrics.of_nodes("node_fenced", "whether it is fenced",
                   [](const auto& node) { return Number(node.fence.empty() ? 0 : 1); });
  metrics.of_nodes("node_guarded", "whether our services run there",
                   [](const auto& node) { return Number(node.guarded ? 1 : 0); });
  metrics.of_nodes("node_vip", "whether it has the virtual IP",
                   [](const auto& node) { return Number(node.holds_vip ? 1 : 0); });
  metrics.of_nodes("node_timeline", "the timeline of its WAL", [](const auto& node) {
    return node.timeline.number == 0 ? Number() : Number(node.timeline.number);
  });
  metrics.of_nodes("replication_lag_bytes", "WAL of the primary that it has not replayed",
                   [](const auto& node) { return as_number(node.lag_bytes, 1); });
  metrics.of_nodes("replication_delay_seconds", "age of what it replayed last, while it is behind",
                   [](const auto& node) { return as_number(node.lag_ms, 1000); });
}

}  // namespace

int nagios_exit_code(const ClusterStatus& status) {
  constexpr int kUnknown = 3;
  switch (worst(status)) {
    case Severity::note:
      return 0;
    case Severity::warning:
      return 1;
    case Severity::unknown:
      return kUnknown;
    case Severity::critical:
      break;
  }
  return 2;
}

std::string status_nagios(const ClusterStatus& status) {
  constexpr std::array<const char*, 4> kWords{"OK", "WARNING", "CRITICAL", "UNKNOWN"};
  std::string text =
      fmt::format("PGMAHOUT {} - ", kWords.at(static_cast<std::size_t>(nagios_exit_code(status))));
  text += status.findings.empty()
              ? fmt::format("{}: primary {}", on_one_line(status.cluster), status.primary)
              : finding_line(status.findings.front());
  text += " | " + performance_data(status) + "\n";
  for (std::size_t index = 1; index < status.findings.size(); ++index)
    text += finding_line(status.findings[index]) + "\n";
  return text;
}

std::string status_prometheus(const ClusterStatus& status) {
  Metrics metrics(status);
  metrics.family("quorum", "whether a watchdog sees a quorum");
  metrics.value("", status.quorum ? 1 : 0);
  metrics.family("has_primary", "whether a primary is known");
  metrics.value("", status.primary.empty() ? 0 : 1);
  add_nodes(metrics);
  metrics.family("findings", "how much is not as it should be");
  for (const auto severity :
       {Severity::note, Severity::warning, Severity::unknown, Severity::critical})
    metrics.value(fmt::format(",severity=\"{}\"", to_string(severity)),
                  static_cast<double>(
                      std::ranges::count(status.findings, severity, &model::Finding::severity)));
  return metrics.text();
}

}  // namespace pgmahout::report
