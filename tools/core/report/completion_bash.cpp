#include "report/completion.hpp"

namespace pgmahout::report {

namespace {

using model::OptionValue;

constexpr const char* kNodesOfBash = R"(
# The nodes of the inventory on the line, or of this node's own cluster.
_PROGRAM_nodes() {
  local given=() index word
  for ((index = 1; index + 1 < COMP_CWORD; ++index)); do
    case ${COMP_WORDS[index]} in
      -i | --inventory | --vault-password-file)
        word=${COMP_WORDS[index + 1]}
        given+=("${COMP_WORDS[index]}" "${word/#\~\//$HOME/}")
        ;;
    esac
  done
  "${COMP_WORDS[0]/#\~\//$HOME/}" completion nodes "${given[@]}" 2>/dev/null
}

_PROGRAM() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local command=${COMP_WORDS[1]} options='' words=''
  COMPREPLY=()
)";

constexpr const char* kEndOfBash = R"(  if [[ $current == -* ]]; then
    words=$options
  elif [[ $words == '<nodes>' ]]; then
    words=$(_PROGRAM_nodes)
  elif [[ $words == '<files>' ]]; then
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
    return
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

complete -F _PROGRAM PROGRAM
)";

std::string with_program(std::string text, const std::string& program) {
  constexpr std::string_view kPlace = "PROGRAM";
  for (auto at = text.find(kPlace); at != std::string::npos;
       at = text.find(kPlace, at + program.size()))
    text.replace(at, kPlace.size(), program);
  return text;
}

std::string all_names(const std::vector<model::OptionHelp>& options) {
  std::string text;
  for (const auto& option : options)
    for (const auto& name : option.names) text += (text.empty() ? "" : " ") + name;
  return text;
}

std::string word_of(OptionValue value) {
  if (value == OptionValue::file) return "'<files>'";
  return value == OptionValue::node ? "'<nodes>'" : "''";
}

std::string words_of_command(const model::CommandHelp& command) {
  if (command.takes_nodes) return "<nodes>";
  std::string text;
  for (const auto& word : command.words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// What stands behind an option that wants a value is that value and nothing else.
std::string values_of(const model::CommandHelp& command) {
  std::string text;
  for (const auto& option : command.options) {
    if (option.value == OptionValue::none) continue;
    for (const auto& name : option.names)
      text += "    " + command.name + ':' + name + ") options='' words=" + word_of(option.value) +
              " ;;\n";
  }
  return text;
}

}  // namespace

std::string bash_completion(const model::CommandLine& line) {
  std::string names = all_names(line.options);
  std::string commands;
  std::string values;
  for (const auto& command : line.commands) {
    names += (names.empty() ? "" : " ") + command.name;
    commands += "    " + command.name + ") options='" + all_names(command.options) + "' words='" +
                words_of_command(command) + "' ;;\n";
    values += values_of(command);
  }
  return with_program("# Completion of PROGRAM in bash, made by: PROGRAM completion bash\n" +
                          std::string(kNodesOfBash),
                      line.program) +
         "  if ((COMP_CWORD == 1)); then\n    mapfile -t COMPREPLY < <(compgen -W '" + names +
         "' -- \"$current\")\n    return\n  fi\n  case $command in\n" + commands +
         "  esac\n  case $command:$previous in\n" + values + "  esac\n" +
         with_program(kEndOfBash, line.program);
}

}  // namespace pgmahout::report
