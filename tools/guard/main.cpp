#include "act/guard/gate.hpp"
#include "act/tool.hpp"

// "guard gate" is what systemd runs before PostgreSQL.
int main(int argc, char** argv) {
  using namespace pgmahout;
  return act::run_tool(
      {.name = "guard",
       .arguments = 1,
       .deadline = ports::Duration{20000},
       .body = [](const act::Context& context,
                  const std::vector<std::string>& arguments) -> model::Result<void> {
         if (arguments.front() == "gate") return act::pass_gate(context);
         return std::unexpected(model::Error{.kind = model::ErrorKind::usage,
                                             .what = "unknown: " + arguments.front(),
                                             .hint = "the word is gate"});
       }},
      argc, argv);
}
