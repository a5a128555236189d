#include "act/online_recovery.hpp"
#include "act/tool.hpp"

// What pgpool_recovery() runs on the primary: its PGDATA, the target's host, its PGDATA, ...
int main(int argc, char** argv) {
  using namespace pgmahout;
  return act::run_tool(
      {.name = "recovery_1st_stage",
       .arguments = 2,
       .deadline = ports::Duration{43200000},
       .locked = true,
       .body = [](const act::Context& context,
                  const std::vector<std::string>& arguments) -> model::Result<void> {
         const auto node = act::node_at(context, arguments.at(1));
         if (!node) return std::unexpected(node.error());
         return act::rebuild(context, **node);
       }},
      argc, argv);
}
