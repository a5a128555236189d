#include "act/escalate.hpp"
#include "act/tool.hpp"

// wd_escalation_command: Pgpool-II brings the virtual IP up here once this has returned.
int main(int argc, char** argv) {
  using namespace pgmahout;
  return act::run_tool({.name = "escalation",
                        .arguments = 0,
                        .deadline = ports::Duration{2800},
                        .locked = false,
                        .body = [](const act::Context& context,
                                   const std::vector<std::string>&) -> model::Result<void> {
                          act::drop_vip_elsewhere(context);
                          return {};
                        }},
                       argc, argv);
}
