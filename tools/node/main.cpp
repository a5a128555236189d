#include <exception>
#include <string>
#include <vector>

#include "act/log.hpp"
#include "agent/serve.hpp"
#include "model/exit_code.hpp"
#include "ports/process.hpp"

// The node agent: sshd runs it for the postgres key's forced command, sudo for the controller.
int main(int argc, char** argv) {
  using namespace pgmahout;
  ports::detach_from_parent();
  const auto log = act::make_log("node");
  try {
    std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto options = act::take_options(arguments);
    if (!options) return act::report(*log, options.error());
    return agent::serve(*options, *log);
  } catch (const std::exception& error) {
    log->critical("internal fault: {}", error.what());
    return model::to_int(model::ExitCode::internal);
  }
}
