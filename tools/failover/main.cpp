#include "act/failover/automatic.hpp"
#include "act/pgpool_call.hpp"
#include "act/tool.hpp"

// failover_command: %d %h %p %D %m %H %M %P %r %R %N %S
int main(int argc, char** argv) {
  using namespace pgmahout;
  return act::run_tool(
      {.name = "failover",
       .arguments = 10,
       .deadline = ports::Duration{60000},
       .locked = true,
       .body = [](const act::Context& context,
                  const std::vector<std::string>& arguments) -> model::Result<void> {
         const auto call = act::parse_pgpool_call(arguments);
         if (!call) return std::unexpected(call.error());
         return act::automatic_failover(context, *call);
       }},
      argc, argv);
}
