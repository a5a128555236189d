#include "model/error.hpp"

namespace pgmahout::model {

namespace {

std::string to_string(const SourcePosition& where) {
  std::string text = where.file;
  if (where.line > 0) text += ":" + std::to_string(where.line);
  if (where.line > 0 && where.column > 0) text += ":" + std::to_string(where.column);
  return text;
}

}  // namespace

std::string to_string(const Error& error) {
  std::string text;
  if (error.where) text += to_string(*error.where) + ": ";
  if (!error.node.empty()) text += "[" + error.node + "] ";
  text += error.what;
  if (!error.command.empty()) text += " (while running: " + error.command + ")";
  if (!error.hint.empty()) text += "\n  hint: " + error.hint;
  return text;
}

}  // namespace pgmahout::model
