#include "observe/config_text.hpp"

#include <string>

#include "model/lower_case.hpp"

namespace pgmahout::observe {

namespace {

constexpr std::string_view kBlanks = " \t\r";

std::string_view skip_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(kBlanks);
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

model::Error bad_line(int number, const std::string& why) {
  return {.kind = model::ErrorKind::internal,
          .what = "line " + std::to_string(number) + " of a rendered file " + why};
}

// What a backslash and this letter stand for (guc-file.l, GUC_scanstr).
char unescaped(char letter) {
  switch (letter) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    default:
      return letter;
  }
}

// The text behind an opening quote up to its closing one; nothing when there is none.
std::optional<std::string> quoted(std::string_view text) {
  std::string value;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool last = at + 1 == text.size();
    if (text[at] == '\\' && !last)
      value += unescaped(text[++at]);
    else if (text[at] == '\'' && !last && text[at + 1] == '\'')
      value += text[++at];
    else if (text[at] == '\'')
      return value;
    else
      value += text[at];
  }
  return std::nullopt;
}

model::Result<void> parse_line(std::string_view line, int number, model::Parameters& into) {
  line = skip_blanks(line);
  if (line.empty() || line.front() == '#') return {};
  const auto end = line.find_first_of(" \t\r=");
  if (end == std::string_view::npos) return std::unexpected(bad_line(number, "has no value"));
  std::string_view rest = skip_blanks(line.substr(end));
  if (rest.starts_with('=')) rest = skip_blanks(rest.substr(1));
  const std::string name = model::lower_case(line.substr(0, end));
  if (!rest.starts_with('\'')) {
    into[name] = std::string(rest.substr(0, rest.find_first_of(" \t\r#")));
    return {};
  }
  auto value = quoted(rest.substr(1));
  if (!value) return std::unexpected(bad_line(number, "has an unclosed quote"));
  into[name] = std::move(*value);
  return {};
}

}  // namespace

model::Result<model::Parameters> parse_config(std::string_view text) {
  model::Parameters parameters;
  for (int number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    const auto parsed = parse_line(text.substr(0, end), number, parameters);
    if (!parsed) return std::unexpected(parsed.error());
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return parameters;
}

}  // namespace pgmahout::observe
