#include "render/quote.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace pgmahout::render {

namespace {

using model::Result;

bool is_letter(char letter) {
  const auto code = static_cast<unsigned char>(letter);
  return (code < 0x80 && std::isalpha(code) != 0) || letter == '_';
}

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

bool all_of(std::string_view text, std::string_view extra) {
  return std::ranges::all_of(text, [&](char letter) {
    return is_letter(letter) || is_digit(letter) || extra.find(letter) != std::string_view::npos;
  });
}

Result<std::string> cannot_carry(std::string_view format, std::string_view what) {
  return std::unexpected(
      model::Error{.kind = model::ErrorKind::invalid,
                   .what = std::string(format) + " cannot carry a value with " + std::string(what),
                   .hint = "choose a value without it"});
}

bool has(std::string_view value, char letter) { return value.find(letter) != value.npos; }

// Why no line-based format can hold the value; empty when it can.
std::string_view breaks_a_line(std::string_view value) {
  if (has(value, '\0')) return "a NUL byte";
  return has(value, '\n') || has(value, '\r') ? "a line break" : "";
}

std::string escape(std::string_view value, std::string_view special, char with) {
  std::string text;
  text.reserve(value.size() + 8);
  for (const char letter : value) {
    if (has(special, letter)) text += with;
    text += letter;
  }
  return text;
}

// A number with an optional unit, or a word: what both servers' lexers take without quotes.
bool is_plain(std::string_view value) {
  if (value.empty()) return false;
  if (is_letter(value.front())) return all_of(value, "");
  const auto digits = value.find_first_not_of("0123456789");
  if (digits == std::string_view::npos) return true;
  const std::string_view rest = value.substr(digits);
  if (digits == 0) return false;
  if (rest.front() == '.')
    return rest.size() > 1 && rest.find_first_not_of("0123456789", 1) == rest.npos;
  return std::ranges::all_of(rest, is_letter) && !has(rest, '_') && rest.front() != 'x' &&
         rest.front() != 'e' && rest.front() != 'E';
}

Result<std::string> systemd_word(std::string_view word, bool expands_variables) {
  if (const auto why = breaks_a_line(word); !why.empty()) return cannot_carry("systemd", why);
  std::string text = "\"";
  for (const char letter : word) {
    if (letter == '"' || letter == '\\') text += '\\';
    if (letter == '%' || (letter == '$' && expands_variables)) text += letter;
    text += letter;
  }
  return text + "\"";
}

// The next comma that is not inside double quotes.
std::size_t part_end(std::string_view field) {
  bool quoted = false;
  for (std::size_t index = 0; index < field.size(); ++index) {
    if (field[index] == '"') quoted = !quoted;
    if (field[index] == ',' && !quoted) return index;
  }
  return field.size();
}

bool is_written_as_token(std::string_view part) {
  const bool quoted = part.size() >= 2 && part.front() == '"' && part.back() == '"';
  return quoted || part.starts_with("+\"") || all_of(part, "+@/-.:$*&");
}

}  // namespace

Result<std::string> quote_postgresql(std::string_view value) {
  if (has(value, '\0')) return cannot_carry("postgresql.conf", "a NUL byte");
  if (is_plain(value)) return std::string(value);
  std::string text = "'";
  for (const char letter : value) {
    if (letter == '\'') text += '\'';
    if (letter == '\\') text += '\\';
    if (letter == '\n')
      text += "\\n";
    else
      text += letter;
  }
  return text + "'";
}

Result<std::string> quote_pgpool(std::string_view value) {
  if (has(value, '\'')) return cannot_carry("pgpool.conf", "a single quote");
  if (const auto why = breaks_a_line(value); !why.empty()) return cannot_carry("pgpool.conf", why);
  if (is_plain(value)) return std::string(value);
  return "'" + std::string(value) + "'";
}

Result<std::string> quote_hba(std::string_view value) {
  if (const auto why = breaks_a_line(value); !why.empty()) return cannot_carry("pg_hba.conf", why);
  constexpr std::array<std::string_view, 6> keywords{"all",       "sameuser", "samerole",
                                                     "samegroup", "samehost", "samenet"};
  const bool keyword =
      value == "replication" || std::ranges::find(keywords, value) != keywords.end();
  if (!keyword && !value.empty() && is_letter(value.front()) && all_of(value, "-.$"))
    return std::string(value);
  return "\"" + escape(value, "\"", '"') + "\"";
}

Result<std::string> quote_hba_field(std::string_view field) {
  std::string text;
  while (true) {
    const auto end = part_end(field);
    const std::string_view part = field.substr(0, end);
    const auto quoted =
        is_written_as_token(part) && !part.empty() ? Result<std::string>(part) : quote_hba(part);
    if (!quoted) return quoted;
    text += *quoted;
    if (end == field.size()) return text;
    text += ',';
    field.remove_prefix(end + 1);
  }
}

Result<std::string> quote_pgpass(std::string_view value) {
  if (const auto why = breaks_a_line(value); !why.empty())
    return cannot_carry("a password file", why);
  return escape(value, ":\\", '\\');
}

Result<std::string> quote_conninfo(std::string_view value) {
  if (has(value, '\0')) return cannot_carry("a connection string", "a NUL byte");
  return "'" + escape(value, "'\\", '\\') + "'";
}

Result<std::string> quote_sudoers(std::string_view word) {
  if (const auto why = breaks_a_line(word); !why.empty()) return cannot_carry("sudoers", why);
  return escape(word, ",:=\\ \t\"#*?[]!()", '\\');
}

Result<std::string> quote_sh(std::string_view word) {
  if (has(word, '\0')) return cannot_carry("a shell script", "a NUL byte");
  std::string text = "'";
  for (const char letter : word)
    if (letter == '\'')
      text += "'\\''";
    else
      text += letter;
  return text + "'";
}

Result<std::string> quote_systemd(std::string_view word) { return systemd_word(word, true); }

Result<std::string> quote_systemd_value(std::string_view value) {
  return systemd_word(value, false);
}

}  // namespace pgmahout::render
