#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pgmahout::model {

/// What an option is followed by.
enum class OptionValue : std::uint8_t { none, file, node, other };

/// One option of a command.
struct OptionHelp {
  std::vector<std::string> names;  ///< "--json", "-i", with their dashes
  std::string help;
  OptionValue value = OptionValue::none;
};

/// One command.
struct CommandHelp {
  std::string name;
  std::string help;
  std::vector<OptionHelp> options;
  bool takes_nodes = false;        ///< names of nodes stand behind it
  std::vector<std::string> words;  ///< else one of these, if any
};

/// Everything that one may type behind a program's name.
struct CommandLine {
  std::string program;
  std::vector<OptionHelp> options;
  std::vector<CommandHelp> commands;
};

}  // namespace pgmahout::model
