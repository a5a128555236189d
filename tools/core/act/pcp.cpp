#include "act/pcp.hpp"

#include <algorithm>
#include <sstream>

#include "observe/inspect_parts.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kPatience{3000};

bool is_quorum(const std::string& state) {
  return state == "QUORUM EXIST" || state == "QUORUM IS ON THE EDGE";
}

// Up to 4.1 the leader is called master.
bool leads(const model::WatchdogState& watchdog, const model::Node& node) {
  return std::ranges::any_of(watchdog.members, [&](const model::WatchdogMember& member) {
    return member.host == node.address && (member.status == "LEADER" || member.status == "MASTER");
  });
}

model::Result<ports::ShellResult> pcp_at(const Context& context, const std::string& host,
                                         const std::string& program,
                                         const std::vector<std::string>& arguments) {
  const auto& pgpool = context.cluster.pgpool;
  const ports::Target here{.node = context.self.name};
  ports::Command command{
      .argv = {context.layout.pcp_bin + "/" + program, "-h", host, "-p",
               std::to_string(pgpool.pcp_port), "-U", pgpool.user, "-w"},
      .environment = {{"PCPPASSFILE", context.layout.postgres_home + "/.pcppass"}}};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  return ports::expect_success(context.shell.run(here, command, context.deadline.within(kPatience)),
                               here, command);
}

// Those of the first line.
std::vector<std::string> words_of(std::string_view output) {
  std::istringstream line{std::string(output.substr(0, output.find('\n')))};
  std::vector<std::string> words;
  for (std::string word; line >> word;) words.push_back(word);
  return words;
}

bool is_role(const std::string& word) {
  return word == "primary" || word == "standby" || word == "main" || word == "replica" ||
         word == "master" || word == "slave";
}

std::unexpected<model::Error> not_understood(const std::string& program, std::string_view output) {
  return std::unexpected(model::Error{
      .what = program + " printed nothing that is known: " + std::string(output.substr(0, 80)),
      .command = program});
}

}  // namespace

model::Result<ports::ShellResult> pcp(const Context& context, const std::string& program,
                                      const std::vector<std::string>& arguments) {
  return pcp_at(context, kHere, program, arguments);
}

model::Result<model::WatchdogView> ask_watchdog(const Context& context) {
  const auto shown = pcp(context, "pcp_watchdog_info", {"-v"});
  if (!shown) return std::unexpected(shown.error());
  const auto watchdog = observe::parse_watchdog(shown->output);
  if (!watchdog) return std::unexpected(watchdog.error());
  return model::WatchdogView{.quorum = is_quorum(watchdog->quorum),
                             .leader = leads(*watchdog, context.self),
                             .leader_host = watchdog->leader_host};
}

bool has_quorum(const Context& context) {
  const auto watchdog = ask_watchdog(context);
  return watchdog && watchdog->quorum;
}

std::optional<bool> leads(const Context& context) {
  const auto watchdog = ask_watchdog(context);
  return watchdog ? std::optional(watchdog->leader) : std::nullopt;
}

bool leads_quorum(const Context& context) {
  const auto watchdog = ask_watchdog(context);
  return watchdog && watchdog->quorum && watchdog->leader;
}

model::Result<model::BackendBelief> parse_node_info(int id, std::string_view output) {
  const auto words = words_of(output);
  const auto role = std::ranges::find_if(words, is_role);
  if (words.size() < 4 || role == words.end()) return not_understood("pcp_node_info", output);
  return model::BackendBelief{
      .id = id, .up = words[2] == "1" || words[2] == "2", .primary = *role == "primary"};
}

model::Result<model::BackendBelief> parse_health_check_stats(int id, std::string_view output) {
  const auto words = words_of(output);
  if (words.size() < 5 || words[0] != std::to_string(id) || !is_role(words[4]))
    return not_understood("pcp_health_check_stats", output);
  return model::BackendBelief{
      .id = id, .up = words[3] == "up" || words[3] == "waiting", .primary = words[4] == "primary"};
}

// pcp_node_info connects to the node itself since 4.3 (db_node_status in pool_process_reporting.c).
// If that host is dark, the conversation outlives its client, and Pgpool-II's main process, which
// waits for it when a failover has ended, starts nobody meanwhile to take the next session.
model::Result<model::BackendBelief> ask_belief(const Context& context, const std::string& host,
                                               const model::Node& node) {
  const bool has_stats = context.cluster.pgpool.version >= model::Version{4, 2, 0};
  const auto* const program = has_stats ? "pcp_health_check_stats" : "pcp_node_info";
  const auto parse = has_stats ? parse_health_check_stats : parse_node_info;
  const auto answer = pcp_at(context, host, program, {"-n", std::to_string(node.id)});
  if (!answer) return std::unexpected(answer.error());
  return parse(node.id, answer->output);
}

model::Result<model::Beliefs> ask_beliefs(const Context& context, const std::string& host) {
  model::Beliefs beliefs;
  for (const auto& node : context.cluster.nodes) {
    const auto belief = ask_belief(context, host, node);
    if (!belief) return std::unexpected(belief.error());
    beliefs.push_back(*belief);
  }
  return beliefs;
}

}  // namespace pgmahout::act
