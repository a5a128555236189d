#include "act/online_recovery.hpp"
#include "act/tool.hpp"

// What pgpool_remote_start() runs on the primary: the target's host and PGDATA.
int main(int argc, char** argv) {
  using namespace pgmahout;
  return act::run_tool(
      {.name = "pgpool_remote_start",
       .arguments = 1,
       .deadline = ports::Duration{90000},
       .locked = false,
       .body = [](const act::Context& context,
                  const std::vector<std::string>& arguments) -> model::Result<void> {
         const auto node = act::node_at(context, arguments.at(0));
         if (!node) return std::unexpected(node.error());
         return act::start_remotely(context, **node);
       }},
      argc, argv);
}
