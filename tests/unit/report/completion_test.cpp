#include "report/completion.hpp"

#include <doctest/doctest.h>

#include "text.hpp"

using namespace pgmahout;

namespace {

model::CommandLine sample_line() {
  using model::OptionValue;
  return {.program = "mahout",
          .options = {{.names = {"--version"}, .help = "Its version"}},
          .commands = {{.name = "ride",
                        .help = "Ride: 'now' [or later]",
                        .options = {{{"-i", "--inventory"}, "A file", OptionValue::file},
                                    {{"--to"}, "A node", OptionValue::node},
                                    {{"--json"}, "As JSON", OptionValue::none}},
                        .takes_nodes = true},
                       {.name = "completion", .help = "This", .words = {"bash", "zsh"}}}};
}

}  // namespace

TEST_CASE("every command and option is in each script") {
  for (const auto& script :
       {report::bash_completion(sample_line()), report::zsh_completion(sample_line()),
        report::fish_completion(sample_line())})
    for (const char* word : {"mahout", "ride", "inventory", "json", "to", "bash", "version"}) {
      CAPTURE(word);
      const bool of_the_program = std::string(word) == "version";
      const bool is_zsh = script.starts_with("#compdef");
      CHECK(contains(script, word) == !(of_the_program && is_zsh));
    }
}

TEST_CASE("bash: what stands behind an option that wants a value") {
  const auto script = report::bash_completion(sample_line());
  CHECK(contains(script, "ride) options='-i --inventory --to --json' words='<nodes>' ;;\n"));
  CHECK(contains(script, "ride:--to) options='' words='<nodes>' ;;\n"));
  CHECK(contains(script, "ride:-i) options='' words='<files>' ;;\n"));
  CHECK_FALSE(contains(script, "ride:--json"));
  CHECK(contains(script, "complete -F _mahout mahout\n"));
  CHECK_FALSE(contains(script, "PROGRAM"));
}

TEST_CASE("help may hold what quotes") {
  CHECK(contains(report::zsh_completion(sample_line()),
                 "'ride:Ride\\: '\\''now'\\'' \\[or later\\]'"));
  CHECK(contains(report::fish_completion(sample_line()), "-d 'Ride: \\'now\\' [or later]'"));
}
