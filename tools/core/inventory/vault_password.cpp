#include "inventory/vault_password.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "inventory/file.hpp"
#include "inventory/home.hpp"

namespace pgmahout::inventory {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBlanks = " \t\r\n\f\v";

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

// The ansible.cfg that Ansible would use; empty: none.
fs::path configuration_file() {
  std::error_code ignored;
  const std::string named = environment("ANSIBLE_CONFIG");
  if (!named.empty())
    return fs::is_directory(named, ignored) ? fs::path(named) / "ansible.cfg" : fs::path(named);
  for (const auto& candidate : {fs::path("ansible.cfg"), expand_home("~/.ansible.cfg"),
                                fs::path("/etc/ansible/ansible.cfg")}) {
    if (::access(candidate.c_str(), R_OK) == 0) return candidate;
  }
  return {};
}

// `vault_password_file` of the section [defaults]; a relative path is relative to the file.
fs::path from_configuration() {
  const fs::path file = configuration_file();
  if (file.empty()) return {};
  const auto text = read_file(file);
  if (!text) return {};
  std::istringstream lines(*text);
  std::string section;
  for (std::string line; std::getline(lines, line);) {
    const std::string content = trimmed(line);
    if (content.starts_with('[')) section = content;
    const std::size_t equals = content.find('=');
    if (section != "[defaults]" || equals == std::string::npos) continue;
    if (trimmed(content.substr(0, equals)) != "vault_password_file") continue;
    const fs::path path = expand_home(trimmed(content.substr(equals + 1)));
    return path.is_absolute() ? path : file.parent_path() / path;
  }
  return {};
}

fs::path password_file(const std::optional<fs::path>& given) {
  if (given) return *given;
  const std::string named = environment("ANSIBLE_VAULT_PASSWORD_FILE");
  return named.empty() ? from_configuration() : expand_home(named);
}

model::Error refused(const fs::path& path, const std::string& what, const std::string& hint) {
  return {.kind = model::ErrorKind::invalid,
          .what = what,
          .hint = hint,
          .where = model::SourcePosition{path.string()}};
}

// A pipe is read too, so that a password manager's output can be given as <(command).
model::Result<std::string> read_secret_file(const fs::path& path) {
  std::error_code ignored;
  if (!fs::is_fifo(path, ignored)) return read_file(path);
  std::ifstream stream(path);
  std::string text(std::size_t{4096}, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

}  // namespace

model::Result<model::Secret> find_vault_password(const std::optional<fs::path>& file) {
  const fs::path path = password_file(file);
  if (path.empty())
    return std::unexpected(
        model::Error{.kind = model::ErrorKind::invalid,
                     .what = "there is a vault and no password for it",
                     .hint = "give --vault-password-file, or set ANSIBLE_VAULT_PASSWORD_FILE, or "
                             "vault_password_file in ansible.cfg"});
  const auto text = read_secret_file(path);
  if (!text) return std::unexpected(text.error());
  if (text->starts_with("#!"))
    return std::unexpected(
        refused(path, "the vault password file is a script; only Ansible runs it",
                "give its output: --vault-password-file <(" + path.string() + ")"));
  if (trimmed(*text).empty())
    return std::unexpected(
        refused(path, "the vault password file is empty", "write the vault's password into it"));
  return model::Secret(trimmed(*text));
}

}  // namespace pgmahout::inventory
