#include "act/follow.hpp"
#include "act/pgpool_call.hpp"
#include "act/tool.hpp"

// follow_primary_command, with the same arguments: once for each node that is down.
int main(int argc, char** argv) {
  using namespace pgmahout;
  return act::run_tool(
      {.name = "follow_primary",
       .arguments = 10,
       .deadline = ports::Duration{10000},
       .locked = true,
       .body = [](const act::Context& context,
                  const std::vector<std::string>& arguments) -> model::Result<void> {
         const auto call = act::parse_pgpool_call(arguments);
         if (!call) return std::unexpected(call.error());
         return act::follow_primary(context, *call);
       }},
      argc, argv);
}
