#include "act/connections.hpp"

namespace pgmahout::act {

// The same words as in sudoers.
model::Result<void> end_connections(const Context& context, const model::Node& node) {
  const ports::Target here{.node = context.self.name};
  const ports::Command command{
      .argv = {"sudo", "-n", context.layout.ss_command, "-K", "dst", node.address}};
  const auto done =
      ports::expect_success(context.shell.run(here, command, context.deadline), here, command);
  if (!done) return std::unexpected(done.error());
  return {};
}

}  // namespace pgmahout::act
