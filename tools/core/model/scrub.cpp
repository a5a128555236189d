#include "model/scrub.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <nlohmann/json.hpp>

namespace pgmahout::model {

namespace {

// Names whose value is a secret, in small letters. "passfile" and the like name a file.
constexpr std::array<std::string_view, 7> kNames{"password",   "passwd", "passphrase", "authkey",
                                                 "wd_authkey", "secret", "_key"};
// Where a hashed or encrypted password begins.
constexpr std::array<std::string_view, 3> kHashes{"SCRAM-SHA-256$", "$ANSIBLE_VAULT;", "AES"};
constexpr std::size_t kMd5Digits = 32;

std::string replaced(std::string text, std::string_view part) {
  for (auto at = text.find(part); at != std::string::npos;
       at = text.find(part, at + kScrubbed.size()))
    text.replace(at, part.size(), kScrubbed);
  return text;
}

// Every character of `which` doubled or with a mark before it.
std::string escaped(const std::string& text, std::string_view which, char mark) {
  std::string result;
  for (const char letter : text) {
    if (which.find(letter) != std::string_view::npos) result += mark;
    result += letter;
  }
  return result;
}

std::vector<std::string> spellings(const std::string& secret) {
  using nlohmann::json;
  const auto quoted = json(secret).dump(-1, ' ', false, json::error_handler_t::replace);
  std::vector<std::string> all{secret, quoted.substr(1, quoted.size() - 2),
                               escaped(secret, "'", '\''), escaped(secret, "'\\", '\\'),
                               escaped(secret, ":\\", '\\')};
  // The longest first: a shorter one may be a part of it.
  std::ranges::sort(all, std::ranges::greater{}, &std::string::size);
  return all;
}

bool is_word(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

bool equal_ignoring_case(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other, [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) ==
           std::tolower(static_cast<unsigned char>(b));
  });
}

bool names_a_secret(std::string_view word) {
  return std::ranges::any_of(kNames, [&](std::string_view name) {
    return word.size() >= name.size() &&
           equal_ignoring_case(word.substr(word.size() - name.size()), name);
  });
}

std::size_t skip(std::string_view text, std::size_t at, std::string_view letters) {
  return std::min(text.find_first_not_of(letters, at), text.size());
}

// The end of ''value'', as a quoted value stands within a quoted one; `from` itself when it is the
// empty value, or none of that kind.
std::size_t end_of_doubled(std::string_view text, std::size_t from) {
  const std::string_view quotes = text.substr(from, 2);
  if (quotes.size() < 2 || quotes[0] != quotes[1]) return from;
  const std::size_t inside = from + quotes.size();
  if (inside >= text.size() || !std::isgraph(static_cast<unsigned char>(text[inside]))) return from;
  if (std::string_view("'\",;&)}").find(text[inside]) != std::string_view::npos) return from;
  auto end = text.find(quotes, inside);
  while (end != std::string_view::npos && text.substr(end + 2).starts_with(quotes))
    end = text.find(quotes, end + 4);  // a quote within
  return end == std::string_view::npos ? text.size() : end + 2;
}

// The end of a value that begins there, and whether it is one at all: what follows a name without a
// sign between must be quoted, as in SQL, or else it is a sentence that speaks of passwords.
std::size_t end_of_value(std::string_view text, std::size_t from, bool signed_) {
  if (from >= text.size()) return from;
  const char quote = text[from];
  if (quote != '\'' && quote != '"')
    return signed_ ? std::min(text.find_first_of(" \t\n\r,;&'\"})", from), text.size()) : from;
  if (const auto doubled = end_of_doubled(text, from); doubled != from) return doubled;
  for (std::size_t at = from + 1; at < text.size(); ++at) {
    if (text[at] == '\n') return at;
    const bool is_double = text[at] == quote && at + 1 < text.size() && text[at + 1] == quote;
    if (text[at] == '\\' || is_double)
      ++at;
    else if (text[at] == quote)
      return at + 1;
  }
  return text.size();
}

// Takes name = value, "name": value, name 'value' that begin there, or nothing.
std::size_t take_assignment(std::string_view text, std::size_t at, std::string& result) {
  std::size_t end = at;
  while (end < text.size() && is_word(text[end])) ++end;
  result += text.substr(at, end - at);
  if (!names_a_secret(text.substr(at, end - at))) return end;
  std::size_t value = skip(text, end, " \t\"");
  const bool has_sign = value < text.size() && (text[value] == '=' || text[value] == ':');
  if (has_sign) value = skip(text, value + 1, " \t");
  // A quote that was passed over opened a value, unless a sign came after it.
  if (!has_sign) value = skip(text, end, " \t");
  const std::size_t stop = end_of_value(text, value, has_sign);
  const bool nothing = stop == value || text.substr(value, stop - value) == "''" ||
                       text.substr(value, stop - value) == "\"\"";
  if (nothing) return end;
  result += text.substr(end, value - end);
  result += kScrubbed;
  return stop;
}

bool is_md5(std::string_view word) {
  return word.size() == kMd5Digits + 3 && word.starts_with("md5") &&
         std::ranges::all_of(word.substr(3), [](char letter) {
           return std::isxdigit(static_cast<unsigned char>(letter)) != 0;
         });
}

// Its first line and the lines of digits that follow, however far they are indented.
std::size_t end_of_vault(std::string_view text, std::size_t at) {
  const auto line = std::min(text.find('\n', at), text.size());
  return skip(text, line, "0123456789abcdefABCDEF \t\n\\");
}

// The end of a hash that begins there; `at` itself when none does.
std::size_t end_of_hash(std::string_view text, std::size_t at) {
  const auto rest = text.substr(at);
  const auto end = std::min(text.find_first_of(" \t\n\r'\",;)", at), text.size());
  if (is_md5(text.substr(at, end - at))) return end;
  for (const std::string_view begin : kHashes) {
    if (!rest.starts_with(begin)) continue;
    if (begin.starts_with("$")) return end_of_vault(text, at);
    if (begin != "AES") return end;
    const bool encrypted = end - at > begin.size() && text[end - 1] == '=';
    if (encrypted) return end;
  }
  return at;
}

// The end of a private key that begins there; `at` itself when none does.
std::size_t end_of_private_key(std::string_view text, std::size_t at) {
  constexpr std::string_view kEnd = "-----END";
  const auto line = text.substr(at, std::min(text.find('\n', at), text.size()) - at);
  if (!line.starts_with("-----BEGIN") || line.find("PRIVATE KEY") == std::string_view::npos)
    return at;
  const auto last = text.find(kEnd, at);
  if (last == std::string_view::npos) return text.size();
  return std::min(text.find('\n', last), text.size());
}

// The end of user:password in scheme://user:password@host; `at` itself where "://" is not.
std::size_t end_of_credentials(std::string_view text, std::size_t at) {
  constexpr std::string_view kScheme = "://";
  if (!text.substr(at).starts_with(kScheme)) return at;
  const auto from = at + kScheme.size();
  const auto end = text.find_first_of("@/ \t\n'\"", from);
  if (end == std::string_view::npos || text[end] != '@') return at;
  return text.substr(from, end - from).find(':') == std::string_view::npos ? at : end;
}

// What takes a secret away as a whole, whatever stands around it.
std::size_t end_of_bare_secret(std::string_view text, std::size_t at) {
  const auto key = end_of_private_key(text, at);
  return key != at ? key : end_of_hash(text, at);
}

}  // namespace

std::vector<Secret> secrets_of(const Cluster& cluster) {
  std::vector<Secret> all{cluster.postgresql.superuser_password,
                          cluster.postgresql.replication_password,
                          cluster.pgpool.password,
                          cluster.pgpool.pcp_password,
                          cluster.pgpool.watchdog_key,
                          cluster.pgpool.password_key};
  for (const auto& user : cluster.postgresql.users) all.push_back(user.password);
  for (const auto& node : cluster.nodes) all.push_back(node.ssh_password);
  std::erase_if(all, [](const Secret& each) { return each.empty(); });
  return all;
}

std::string without_secrets(std::string text, std::span<const Secret> secrets) {
  std::vector<std::string> all;
  for (const Secret& secret : secrets)
    if (!secret.empty()) std::ranges::move(spellings(secret.reveal()), std::back_inserter(all));
  std::ranges::sort(all, std::ranges::greater{}, &std::string::size);
  for (const std::string& spelling : all) text = replaced(std::move(text), spelling);
  return text;
}

std::string without_secret_shapes(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const bool begins = at == 0 || !is_word(text[at - 1]);
    const auto bare = begins ? end_of_bare_secret(text, at) : at;
    if (bare != at) {
      result += kScrubbed;
      at = bare;
    } else if (const auto credentials = end_of_credentials(text, at); credentials != at) {
      result += "://" + std::string(kScrubbed);
      at = credentials;
    } else if (begins && is_word(text[at])) {
      at = take_assignment(text, at, result);
    } else {
      result += text[at++];
    }
  }
  return result;
}

}  // namespace pgmahout::model
