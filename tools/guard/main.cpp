#include <array>
#include <string_view>

#include "act/guard/gate.hpp"
#include "act/guard/heal.hpp"
#include "act/guard/watch.hpp"
#include "act/tool.hpp"

namespace {

using namespace pgmahout;

constexpr ports::Duration kGate{20000};

struct Verb {
  std::string_view name;
  model::Result<void> (*body)(const act::Context& context);
};

// "gate" is what systemd runs before PostgreSQL; the others are services.
constexpr std::array<Verb, 3> kVerbs{
    {{"gate",
      [](const act::Context& context) { return act::pass_gate(act::within(context, kGate)); }},
     {"watch", act::watch},
     {"heal", act::heal}}};

model::Result<void> run(const act::Context& context, const std::vector<std::string>& arguments) {
  for (const auto& verb : kVerbs)
    if (verb.name == arguments.front()) return verb.body(context);
  return std::unexpected(model::Error{.kind = model::ErrorKind::usage,
                                      .what = "unknown: " + arguments.front(),
                                      .hint = "the words are gate, watch and heal"});
}

}  // namespace

int main(int argc, char** argv) {
  constexpr std::chrono::hours kYears{24 * 365 * 20};
  return act::run_tool({.name = "guard", .arguments = 1, .deadline = kYears, .body = run}, argc,
                       argv);
}
