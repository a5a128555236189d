#include <grp.h>
#include <unistd.h>

#include <algorithm>
#include <sstream>

#include "observe/inspect_parts.hpp"
#include "ports/files.hpp"

namespace pgmahout::observe {

namespace {

// "net.ipv4.tcp_retries2" is /proc/sys/net/ipv4/tcp_retries2. No name leads out of that folder, for
// all its dots are gone.
std::string place_of(std::string name) {
  std::ranges::replace(name, '.', '/');
  return "/proc/sys/" + name;
}

// Several numbers stand apart by tabs there, and by blanks where people write them.
std::string in_one_line(const std::string& text) {
  std::istringstream words(text);
  std::string line;
  for (std::string word; words >> word;) line += (line.empty() ? "" : " ") + word;
  return line;
}

}  // namespace

std::map<std::string, std::string> inspect_kernel(const std::vector<std::string>& names) {
  std::map<std::string, std::string> values;
  for (const std::string& name : names)
    if (const auto text = ports::read_file(place_of(name))) values[name] = in_one_line(*text);
  return values;
}

std::vector<std::int64_t> inspect_groups() {
  std::vector<gid_t> held(static_cast<std::size_t>(std::max(0, getgroups(0, nullptr))));
  const int count = getgroups(static_cast<int>(held.size()), held.data());
  held.resize(static_cast<std::size_t>(std::max(0, count)));
  std::vector<std::int64_t> groups{getegid()};
  groups.insert(groups.end(), held.begin(), held.end());
  return groups;
}

}  // namespace pgmahout::observe
