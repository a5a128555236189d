#include "report/completion.hpp"

namespace pgmahout::report {

namespace {

using model::OptionValue;

constexpr const char* kNodesOfZsh = R"zsh(
# The nodes of the inventory on the line, or of this node's own cluster.
_pgmahout_nodes() {
  local -a given nodes
  local index
  for ((index = 1; index + 1 < CURRENT; ++index)); do
    case ${words[index]} in
      (-i|--inventory|--vault-password-file)
        given+=("${words[index]}" "${words[index + 1]/#\~\//$HOME/}") ;;
    esac
  done
  nodes=(${(f)"$($program completion nodes $given 2>/dev/null)"})
  compadd -a nodes
}

_pgmahout() {
  local program=${words[1]}
  local -a commands
)zsh";

// For one word between single quotes; brackets and colons part the fields of a specification.
std::string quoted_for_zsh(const std::string& text) {
  std::string result;
  for (const char letter : text) {
    if (letter == '\'')
      result += "'\\''";
    else if (letter == '[' || letter == ']' || letter == ':' || letter == '\\')
      result += std::string("\\") + letter;
    else
      result += letter;
  }
  return result;
}

std::string action_of(OptionValue value) {
  switch (value) {
    case OptionValue::file:
      return ":file:_files";
    case OptionValue::node:
      return ":node:_pgmahout_nodes";
    case OptionValue::other:
      return ":value: ";
    case OptionValue::none:
      break;
  }
  return "";
}

std::string arguments_of(const model::CommandHelp& command) {
  std::string text = "    (" + command.name + ")\n      _arguments";
  for (const auto& option : command.options)
    for (const auto& name : option.names)
      text += " \\\n        '" + name + "[" + quoted_for_zsh(option.help) + "]" +
              action_of(option.value) + "'";
  if (command.takes_nodes) text += " \\\n        '*:node:_pgmahout_nodes'";
  if (!command.words.empty()) {
    text += " \\\n        '1:word:(";
    for (const auto& word : command.words) text += word + " ";
    text.back() = ')';
    text += "'";
  }
  return text + "\n      ;;\n";
}

}  // namespace

std::string zsh_completion(const model::CommandLine& line) {
  std::string commands;
  std::string cases;
  for (const auto& command : line.commands) {
    commands += "    '" + command.name + ":" + quoted_for_zsh(command.help) + "'\n";
    cases += arguments_of(command);
  }
  return "#compdef " + line.program + "\n# Made by: " + line.program + " completion zsh\n" +
         kNodesOfZsh + "  commands=(\n" + commands +
         "  )\n  if ((CURRENT == 2)); then\n    _describe command commands\n    return\n  fi\n"
         "  shift words\n  ((--CURRENT))\n  case ${words[1]} in\n" +
         cases + "  esac\n}\n\n_pgmahout \"$@\"\n";
}

}  // namespace pgmahout::report
