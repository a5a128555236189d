#include "act/bootstrap/host_keys.hpp"

#include "ports/files.hpp"

namespace pgmahout::act {

namespace {

namespace fs = std::filesystem;

fs::path behind_links(const fs::path& file) {
  std::error_code failure;
  const fs::path real = fs::weakly_canonical(file, failure);
  return failure ? file : real;
}

bool has_line(const std::string& content, const std::string& line) {
  return ("\n" + content + "\n").contains("\n" + line + "\n");
}

}  // namespace

std::vector<model::Result<model::HostKey>> look_at_host_keys(
    ports::Door& door, ports::Crew& crew, const std::vector<ports::Target>& targets,
    const ports::Deadline& deadline) {
  return ports::at_once(
      crew, targets, [&](const ports::Target& target) { return door.host_key(target, deadline); });
}

model::Result<void> pin_host_keys(const fs::path& file, const std::vector<model::HostKey>& keys) {
  if (keys.empty()) return {};
  const fs::path path = behind_links(file);
  std::error_code failure;
  std::string content;
  if (fs::exists(path, failure)) {
    const auto before = ports::read_file(path);
    if (!before) return std::unexpected(before.error());
    content = *before;
  }
  if (!content.empty() && !content.ends_with('\n')) content += '\n';
  for (const auto& key : keys)
    if (!has_line(content, key.line)) content += key.line + "\n";
  if (const auto made = ports::make_directories(path.parent_path()); !made) return made;
  return ports::write_file(path, content);
}

}  // namespace pgmahout::act
