#include "act/vip.hpp"

#include <fmt/format.h>

namespace pgmahout::act {

namespace {

bool is_ipv6(const Context& context) { return context.cluster.vip.contains(':'); }

// The same words as in sudoers and pgpool.conf.
ports::Command arping(const Context& context, std::vector<std::string> words) {
  const auto& given = context.cluster.vip_interface;
  const auto device = given.empty() ? context.addresses.device_with(context.self.address) : given;
  ports::Command command{.argv = {"sudo", "-n", context.layout.arping_command}};
  command.argv.insert(command.argv.end(), words.begin(), words.end());
  command.argv.insert(command.argv.end(), {"-w", "1", "-I", device});
  return command;
}

// "Unicast reply from 10.0.0.180 [52:54:00:12:34:56]  0.7ms"
std::string hardware_address_in(const std::string& printed) {
  const auto open = printed.find('[');
  const auto close = printed.find(']', open);
  if (open == std::string::npos || close == std::string::npos) return "unknown";
  return printed.substr(open + 1, close - open - 1);
}

}  // namespace

bool vip_is_here(const Context& context) {
  return !context.addresses.device_with(context.cluster.vip).empty();
}

model::Result<bool> drop_vip(const Context& context) {
  const std::string device = context.addresses.device_with(context.cluster.vip);
  if (device.empty()) return false;
  const ports::Target here{.node = context.self.name};
  const std::string vip = fmt::format("{}/{}", context.cluster.vip, context.cluster.network_prefix);
  const ports::Command command{
      .argv = {"sudo", "-n", context.layout.ip_command, "addr", "del", vip, "dev", device}};
  const auto done =
      ports::expect_success(context.shell.run(here, command, context.deadline), here, command);
  if (!done) return std::unexpected(done.error());
  return true;
}

// With -D arping ends with 0 when nobody answered.
model::Result<std::optional<std::string>> holder_of_vip(const Context& context) {
  if (is_ipv6(context)) return std::nullopt;
  const ports::Target here{.node = context.self.name};
  const auto asked =
      context.shell.run(here, arping(context, {"-D", context.cluster.vip}), context.deadline);
  if (!asked) return std::unexpected(asked.error());
  if (asked->exit_status == 0) return std::nullopt;
  if (!asked->output.contains("reply"))
    return std::unexpected(model::Error{.what = "arping does not work: " + asked->errors});
  return hardware_address_in(asked->output);
}

model::Result<void> announce_vip(const Context& context) {
  if (is_ipv6(context)) return {};
  const ports::Target here{.node = context.self.name};
  const auto command = arping(context, {"-U", context.cluster.vip});
  const auto done =
      ports::expect_success(context.shell.run(here, command, context.deadline), here, command);
  if (!done) return std::unexpected(done.error());
  return {};
}

}  // namespace pgmahout::act
