#include "report/completion.hpp"

namespace pgmahout::report {

namespace {

using model::OptionValue;

constexpr const char* kNodesOfFish = R"(
# The nodes of the inventory on the line, or of this node's own cluster.
function __pgmahout_nodes
    set -l words (commandline -opc)
    set -l given
    for index in (seq (count $words))
        if contains -- $words[$index] -i --inventory --vault-password-file
            set -a given $words[$index] (string replace -r '^~/' $HOME/ -- $words[(math $index + 1)])
        end
    end
    $words[1] completion nodes $given 2>/dev/null
end

)";

std::string quoted_for_fish(const std::string& text) {
  std::string result = "'";
  for (const char letter : text) {
    if (letter == '\'' || letter == '\\') result += '\\';
    result += letter;
  }
  return result + "'";
}

// "--json" is a long name, "-i" a short one.
std::string flag_of(const std::string& name) {
  return name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
}

std::string option_line(const std::string& begin, const model::OptionHelp& option) {
  std::string text = begin;
  for (const auto& name : option.names) text += flag_of(name);
  if (option.value != OptionValue::none) text += " -r";
  if (option.value == OptionValue::file) text += " -F";
  if (option.value == OptionValue::node) text += " -a '(__pgmahout_nodes)'";
  return text + " -d " + quoted_for_fish(option.help) + "\n";
}

std::string command_lines(const std::string& begin, const model::CommandHelp& command) {
  const std::string within = begin + " -n '__fish_seen_subcommand_from " + command.name + "'";
  std::string text = begin + " -n __fish_use_subcommand -a " + command.name + " -d " +
                     quoted_for_fish(command.help) + "\n";
  if (command.takes_nodes) text += within + " -a '(__pgmahout_nodes)'\n";
  for (const auto& word : command.words) text += within + " -a " + word + "\n";
  for (const auto& option : command.options) text += option_line(within, option);
  return text;
}

}  // namespace

std::string fish_completion(const model::CommandLine& line) {
  const std::string begin = "complete -c " + line.program;
  std::string text = "# Completion of " + line.program + " in fish, made by: " + line.program +
                     " completion fish\n" + kNodesOfFish + begin + " -f\n";
  for (const auto& option : line.options)
    text += option_line(begin + " -n __fish_use_subcommand", option);
  for (const auto& command : line.commands) text += command_lines(begin, command);
  return text;
}

}  // namespace pgmahout::report
