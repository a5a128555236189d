#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <sstream>

#include "observe/inspect_parts.hpp"
#include "observe/sha256.hpp"
#include "ports/files.hpp"

namespace pgmahout::observe {

namespace {

// The name, or the number when nobody has it.
std::string owner_name(uid_t id) {
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, 4096> buffer{};
  getpwuid_r(id, &entry, buffer.data(), buffer.size(), &found);
  return found == nullptr ? std::to_string(id) : found->pw_name;
}

std::string group_name(gid_t id) {
  group entry{};
  group* found = nullptr;
  std::array<char, 4096> buffer{};
  getgrgid_r(id, &entry, buffer.data(), buffer.size(), &found);
  return found == nullptr ? std::to_string(id) : found->gr_name;
}

std::string kind_of(const std::string& password) {
  for (const char* kind : {"AES", "TEXT", "md5"})
    if (password.starts_with(kind)) return kind;
  return "other";
}

}  // namespace

model::FileState inspect_file(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return {.path = path, .present = errno == EACCES};
  const auto text = S_ISREG(status.st_mode)
                        ? ports::read_file(path)
                        : std::unexpected(model::Error{.what = "not a plain file"});
  return {.path = path,
          .present = true,
          .owner = owner_name(status.st_uid),
          .group = group_name(status.st_gid),
          .mode = fmt::format("{:04o}", status.st_mode & 07777U),
          .sha256 = text ? sha256(*text) : std::string()};
}

std::vector<model::FileState> inspect_folder(const std::string& folder) {
  std::vector<model::FileState> files;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored))
    files.push_back(inspect_file(entry.path()));
  std::ranges::sort(files, {}, &model::FileState::path);
  return files;
}

std::map<std::string, std::string> parse_pool_passwords(const std::string& text) {
  std::map<std::string, std::string> kinds;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto colon = line.find(':');
    if (line.starts_with('#') || colon == std::string::npos) continue;
    kinds[line.substr(0, colon)] = kind_of(line.substr(colon + 1));
  }
  return kinds;
}

}  // namespace pgmahout::observe
