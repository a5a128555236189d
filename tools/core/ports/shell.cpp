#include "ports/shell.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pgmahout::ports {

namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("@%+:,./_-").find(c) != std::string_view::npos;
}

// Within single quotes a POSIX shell takes everything as itself, except the single quote.
std::string quote_one(const std::string& argument) {
  if (!argument.empty() && std::ranges::all_of(argument, is_plain)) return argument;
  std::string quoted = "'";
  for (const char c : argument) {
    if (c == '\'')
      quoted += "'\\''";
    else
      quoted += c;
  }
  return quoted + "'";
}

std::string last_words(const ShellResult& result) {
  constexpr std::size_t kEnough = 500;
  std::string text = result.errors.empty() ? result.output : result.errors;
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  if (text.size() > kEnough) text.erase(0, text.size() - kEnough);
  std::ranges::replace(text, '\n', ' ');
  return text;
}

}  // namespace

std::string quote(std::span<const std::string> argv) {
  std::string line;
  for (const auto& argument : argv) {
    if (!line.empty()) line += ' ';
    line += quote_one(argument);
  }
  return line;
}

model::Result<ShellResult> expect_success(model::Result<ShellResult> result, const Target& target,
                                          const Command& command) {
  if (!result || result->exit_status == 0) return result;
  const std::string words = last_words(*result);
  return std::unexpected(
      model::Error{.kind = model::ErrorKind::failed,
                   .what = fmt::format("the command ended with status {}{}{}", result->exit_status,
                                       words.empty() ? "" : ": ", words),
                   .node = target.node,
                   .command = quote(command.argv)});
}

}  // namespace pgmahout::ports
