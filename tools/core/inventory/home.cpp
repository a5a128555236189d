#include "inventory/home.hpp"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace pgmahout::inventory {

namespace {

std::string home() {
  const char* variable = std::getenv("HOME");
  if (variable != nullptr && *variable != '\0') return variable;
  std::array<char, 4096> buffer{};
  struct passwd entry {};
  struct passwd* found = nullptr;
  if (::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
    return "/";
  return entry.pw_dir;
}

}  // namespace

std::filesystem::path expand_home(const std::string& path) {
  if (path == "~") return home();
  if (path.starts_with("~/")) return std::filesystem::path(home()) / path.substr(2);
  return path;
}

}  // namespace pgmahout::inventory
