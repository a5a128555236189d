#include "act/clone/standby_files.hpp"

#include <algorithm>
#include <cctype>

#include "ports/files.hpp"

namespace pgmahout::act::clone {

namespace {

// The parameter that a line sets, lower case; empty for blank lines and comments.
std::string name_of(std::string_view line) {
  std::string name;
  for (const char c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if (name.empty() && std::isspace(byte) != 0) continue;
    if (std::isalnum(byte) == 0 && c != '_' && c != '.') break;
    name += static_cast<char>(std::tolower(byte));
  }
  return name;
}

// A recovery target left by somebody's point-in-time recovery would end replication there.
bool is_about_replication(const std::string& name) {
  return name == "primary_conninfo" || name == "primary_slot_name" ||
         name.starts_with("recovery_target");
}

// The configuration file's own quoting: quotes and backslashes doubled.
std::string setting(const std::string& name, const std::string& value) {
  std::string line = name + " = '";
  for (const char c : value) {
    if (c == '\'' || c == '\\') line += c;
    line += c;
  }
  return line + "'\n";
}

}  // namespace

std::string standby_auto_conf(std::string_view copied, const StandbyState& state) {
  std::string text;
  while (!copied.empty()) {
    const auto end = std::min(copied.find('\n'), copied.size());
    const auto line = copied.substr(0, end);
    if (!is_about_replication(name_of(line))) text.append(line).append("\n");
    copied.remove_prefix(std::min(end + 1, copied.size()));
  }
  return text + setting("primary_conninfo", state.primary_conninfo) +
         setting("primary_slot_name", state.primary_slot_name) +
         setting("recovery_target_timeline", "latest");
}

model::Result<void> write_standby_files(const std::string& directory, const StandbyState& state) {
  const std::string conf = directory + "/postgresql.auto.conf";
  const auto copied = ports::read_file(conf);
  if (!copied) return std::unexpected(copied.error());
  if (auto done = ports::write_file(conf, standby_auto_conf(*copied, state)); !done) return done;
  return ports::write_file(directory + "/standby.signal", "");
}

}  // namespace pgmahout::act::clone
