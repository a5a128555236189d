#include "act/pcp.hpp"

#include <algorithm>
#include <sstream>

#include "observe/inspect_parts.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kPatience{3000};
constexpr const char* kHere = "127.0.0.1";

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

model::Result<model::WatchdogState> ask_watchdog(const Context& context) {
  const auto shown = pcp(context, "pcp_watchdog_info", {"-v"});
  if (!shown) return std::unexpected(shown.error());
  return observe::parse_watchdog(shown->output);
}

}  // namespace

model::Result<ports::ShellResult> pcp(const Context& context, const std::string& program,
                                      const std::vector<std::string>& arguments) {
  return pcp_at(context, kHere, program, arguments);
}

bool has_quorum(const Context& context) {
  const auto watchdog = ask_watchdog(context);
  return watchdog && is_quorum(watchdog->quorum);
}

std::optional<bool> leads(const Context& context) {
  const auto watchdog = ask_watchdog(context);
  return watchdog ? std::optional(leads(*watchdog, context.self)) : std::nullopt;
}

bool leads_quorum(const Context& context) {
  const auto watchdog = ask_watchdog(context);
  return watchdog && is_quorum(watchdog->quorum) && leads(*watchdog, context.self);
}

model::Result<model::BackendBelief> parse_node_info(int id, std::string_view output) {
  std::istringstream line{std::string(output.substr(0, output.find('\n')))};
  std::vector<std::string> words;
  for (std::string word; line >> word;) words.push_back(word);
  const auto role = std::ranges::find_if(words, [](const std::string& word) {
    return word == "primary" || word == "standby" || word == "main" || word == "replica" ||
           word == "master" || word == "slave";
  });
  if (words.size() < 4 || role == words.end())
    return std::unexpected(model::Error{
        .what = "pcp_node_info printed nothing that is known: " + std::string(output.substr(0, 80)),
        .command = "pcp_node_info"});
  return model::BackendBelief{
      .id = id, .up = words[2] == "1" || words[2] == "2", .primary = *role == "primary"};
}

model::Result<std::vector<model::BackendBelief>> ask_beliefs(const Context& context,
                                                             const std::string& host) {
  std::vector<model::BackendBelief> beliefs;
  for (const auto& node : context.cluster.nodes) {
    const auto info = pcp_at(context, host, "pcp_node_info", {"-n", std::to_string(node.id)});
    if (!info) return std::unexpected(info.error());
    const auto belief = parse_node_info(node.id, info->output);
    if (!belief) return std::unexpected(belief.error());
    beliefs.push_back(*belief);
  }
  return beliefs;
}

model::Result<model::PgpoolView> ask_pgpool(const Context& context) {
  const auto watchdog = ask_watchdog(context);
  if (!watchdog) return std::unexpected(watchdog.error());
  auto beliefs = ask_beliefs(context, kHere);
  if (!beliefs) return std::unexpected(beliefs.error());
  return model::PgpoolView{.quorum = is_quorum(watchdog->quorum),
                           .leader = leads(*watchdog, context.self),
                           .leader_host = watchdog->leader_host,
                           .backends = std::move(*beliefs)};
}

}  // namespace pgmahout::act
