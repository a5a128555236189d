#include "act/attach.hpp"

#include <charconv>

namespace pgmahout::act {

namespace {

ports::Command pcp(const Context& context, const std::string& program, const model::Node& node) {
  const auto& pgpool = context.cluster.pgpool;
  return {.argv = {context.layout.pcp_bin + "/" + program, "-h", "127.0.0.1", "-p",
                   std::to_string(pgpool.pcp_port), "-U", pgpool.user, "-w", "-n",
                   std::to_string(node.id)},
          .environment = {{"PCPPASSFILE", context.layout.postgres_home + "/.pcppass"}}};
}

// Pgpool-II starts its PCP process anew after every failover: a call may fail, or hang.
model::Result<ports::ShellResult> call(const Context& context, const std::string& program,
                                       const model::Node& node) {
  const ports::Target here{.node = context.self.name};
  const auto command = pcp(context, program, node);
  return ports::expect_success(
      context.shell.run(here, command, context.deadline.within(ports::Duration{3000})), here,
      command);
}

bool is_up(const Context& context, const model::Node& node) {
  const auto info = call(context, "pcp_node_info", node);
  const auto status = info ? parse_node_status(info->output) : std::nullopt;
  return status == 1 || status == 2;
}

}  // namespace

std::optional<int> parse_node_status(std::string_view output) {
  for (int skipped = 0; skipped < 2; ++skipped) {
    const auto blank = output.find(' ');
    if (blank == std::string_view::npos) return std::nullopt;
    output.remove_prefix(blank + 1);
  }
  int status = 0;
  const auto [next, failure] =
      std::from_chars(output.data(), output.data() + output.size(), status);
  if (failure != std::errc{} || next == output.data()) return std::nullopt;
  return status;
}

model::Result<void> attach(const Context& context, const model::Node& node) {
  model::Error last{.what = "Pgpool-II does not show the node as up", .node = node.name};
  const auto attached = [&] {
    if (is_up(context, node)) return true;
    const auto asked = call(context, "pcp_attach_node", node);
    if (!asked) last.what = "pcp_attach_node: " + asked.error().what;
    return asked && is_up(context, node);
  };
  if (ports::wait_until(attached, context.deadline, ports::Duration{500})) {
    context.log.info("node={} is attached", node.name);
    return {};
  }
  last.kind = model::ErrorKind::incomplete;
  last.hint = "it streams; attach it by hand: pcp_attach_node -n " + std::to_string(node.id);
  return std::unexpected(last);
}

}  // namespace pgmahout::act
