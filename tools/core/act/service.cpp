#include "act/service.hpp"

#include <fmt/format.h>

#include "observe/data_directory.hpp"

namespace pgmahout::act {

namespace {

// Exactly these words are allowed by sudoers, no others.
model::Result<void> systemctl(const Context& context, const std::string& verb) {
  const ports::Target here{.node = context.self.name};
  const ports::Command command{.argv = {"sudo", "-n", context.layout.systemctl_command, verb,
                                        context.layout.postgresql_service}};
  auto done =
      ports::expect_success(context.shell.run(here, command, context.deadline), here, command);
  if (done) return {};
  done.error().hint = fmt::format("see: journalctl -u {}", context.layout.postgresql_service);
  return std::unexpected(done.error());
}

}  // namespace

model::Result<void> start_service(const Context& context) { return systemctl(context, "start"); }

model::Result<void> stop_service(const Context& context) {
  if (auto done = systemctl(context, "stop"); !done) return done;
  const std::string& directory = context.cluster.postgresql.data_directory;
  const bool gone = ports::wait_until([&] { return !observe::running_postmaster(directory); },
                                      context.deadline, ports::Duration{100});
  if (gone) return {};
  return std::unexpected(model::Error{
      .kind = model::ErrorKind::failed,
      .what = fmt::format("{} is stopped, and yet a postmaster runs in {}",
                          context.layout.postgresql_service, directory),
      .node = context.self.name,
      .hint = "somebody started it by hand: stop it with pg_ctl stop -D " + directory});
}

}  // namespace pgmahout::act
