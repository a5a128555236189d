#include "act/escalate.hpp"
#include "act/tool.hpp"

// wd_de_escalation_command: this node is no leader with a quorum any more.
int main(int argc, char** argv) {
  using namespace pgmahout;
  return act::run_tool({.name = "de_escalation",
                        .arguments = 0,
                        .deadline = ports::Duration{2800},
                        .locked = false,
                        .body = [](const act::Context& context,
                                   const std::vector<std::string>&) -> model::Result<void> {
                          act::drop_vip_here(context);
                          return {};
                        }},
                       argc, argv);
}
