#include "act/tool.hpp"

#include <fmt/format.h>

#include <exception>

#include "act/here.hpp"
#include "act/log.hpp"
#include "model/exit_code.hpp"
#include "ports/process.hpp"
#include "ports/signal_stop.hpp"

namespace pgmahout::act {

namespace {

model::Result<ports::FileDescriptor> take_turn(const Tool& tool, const Context& context) {
  model::Result<ports::FileDescriptor> lock;
  if (!tool.locked) return lock;
  const std::string path =
      fmt::format("{}/.pgmahout-{}.lock", context.layout.postgres_home, tool.name);
  const auto settled = [&] {
    lock = ports::lock_file(path, tool.name);
    return lock.has_value() || lock.error().kind != model::ErrorKind::refused;
  };
  (void)ports::wait_until(settled, context.deadline, ports::Duration{100});
  return lock;
}

model::Result<void> run(const Tool& tool, std::vector<std::string> arguments, spdlog::logger& log) {
  const auto options = take_options(arguments);
  if (!options) return std::unexpected(options.error());
  if (arguments.size() < tool.arguments)
    return std::unexpected(
        model::Error{.kind = model::ErrorKind::usage,
                     .what = fmt::format("{} arguments are needed, {} were given", tool.arguments,
                                         arguments.size())});
  const ports::SignalStop stop;
  const auto here = Here::open(*options, log);
  if (!here) return std::unexpected(here.error());
  const auto context =
      (*here)->context(ports::Deadline((*here)->clock(), tool.deadline, stop.token()));
  const auto lock = take_turn(tool, context);
  if (!lock) return std::unexpected(lock.error());
  return tool.body(context, arguments);
}

}  // namespace

int run_tool(const Tool& tool, int argc, char** argv) {
  ports::detach_from_parent();
  const auto log = make_log(tool.name);
  try {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    log->info("called with: {}", ports::quote(arguments));
    const auto done = run(tool, arguments, *log);
    if (!done) return report(*log, done.error());
    log->info("done");
    return to_int(model::ExitCode::ok);
  } catch (const std::exception& error) {
    log->critical("internal fault: {}", error.what());
    return to_int(model::ExitCode::internal);
  }
}

}  // namespace pgmahout::act
