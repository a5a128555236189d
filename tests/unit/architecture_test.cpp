#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

using Rooms = std::set<std::string>;

// Who may know whom below tools/core, beside itself. The direction is that of the data: what is
// further down the way may know what is before it, never the other way round. A new folder has to
// be entered here before it may include anything.
const std::map<std::string, Rooms>& allowed() {
  static const std::map<std::string, Rooms> kAllowed{
      {"model", {}},
      {"settings", {"model"}},
      {"decide", {"model"}},
      {"plan", {"model"}},
      {"report", {"model", "plan"}},
      {"render", {"model", "settings"}},
      {"inventory", {"model", "settings"}},
      {"ports", {"model"}},
      {"observe", {"model", "settings", "inventory", "render", "ports"}},
      {"act", {"model", "settings", "inventory", "render", "ports", "observe", "decide", "plan"}},
      {"agent",
       {"model", "settings", "inventory", "render", "ports", "observe", "decide", "plan", "act"}}};
  return kAllowed;
}

// Headers of the system that pure rooms must not see: no clock, no files, no log, no network.
const Rooms& impure_headers() {
  static const Rooms kImpure{"chrono",     "ctime",  "thread",     "fstream", "iostream",
                             "filesystem", "cstdio", "mutex",      "future",  "unistd.h",
                             "libpq-fe.h", "time.h", "sys/time.h", "random"};
  return kImpure;
}

struct Include {
  std::string header;
  bool ours = false;  // in quotes
};

std::optional<Include> include_of(const std::string& line) {
  const auto hash = line.find_first_not_of(" \t");
  if (hash == std::string::npos || !line.substr(hash).starts_with("#include")) return std::nullopt;
  const auto open = line.find_first_of("\"<", hash);
  if (open == std::string::npos) return std::nullopt;
  const auto close = line.find_first_of("\">", open + 1);
  return Include{line.substr(open + 1, close - open - 1), line[open] == '"'};
}

std::vector<Include> includes_of(const fs::path& file) {
  std::vector<Include> includes;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);)
    if (const auto include = include_of(line)) includes.push_back(*include);
  return includes;
}

std::vector<fs::path> sources_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".hpp" || entry.path().extension() == ".cpp")
      files.push_back(entry.path());
  return files;
}

std::string first_part(const std::string& path) { return path.substr(0, path.find('/')); }

fs::path core() { return fs::path(PGMAHOUT_SOURCE_DIR) / "tools/core"; }

// "file includes header" for every include of a room that this room may not know.
std::vector<std::string> trespasses(const fs::path& root) {
  std::vector<std::string> found;
  for (const fs::path& file : sources_below(root)) {
    const std::string room = first_part(fs::relative(file, root).string());
    const auto may = allowed().find(room);
    if (may == allowed().end()) {
      found.push_back(room + " is no room of the house");
      continue;
    }
    for (const Include& include : includes_of(file)) {
      const std::string other = first_part(include.header);
      if (allowed().contains(other) && other != room && !may->second.contains(other))
        found.push_back(file.string() + " includes " + include.header);
    }
  }
  return found;
}

std::vector<std::string> impurities(const fs::path& root, const Rooms& rooms) {
  std::vector<std::string> found;
  for (const std::string& room : rooms) {
    if (!fs::exists(root / room)) continue;
    for (const fs::path& file : sources_below(root / room))
      for (const Include& include : includes_of(file))
        if (impure_headers().contains(include.header))
          found.push_back(file.string() + " includes " + include.header);
  }
  return found;
}

// Whoever reads the wall clock does something else when somebody sets it.
std::vector<std::string> clock_readers(const fs::path& root) {
  std::vector<std::string> found;
  for (const fs::path& file : sources_below(root)) {
    std::ifstream stream(file);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    for (const char* word : {"wall_time", "system_clock::now", "time(nullptr)", "CLOCK_REALTIME"})
      if (text.find(word) != std::string::npos) found.push_back(fs::relative(file, root).string());
  }
  return found;
}

/// A small tree of sources in a folder of its own, gone at the end.
class Tree {
 public:
  Tree() : root_(fs::temp_directory_path() / ("architecture_" + std::to_string(::getpid()))) {
    fs::create_directories(root_);
  }
  ~Tree() { fs::remove_all(root_); }
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  void add(const std::string& path, const std::string& text) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }
  [[nodiscard]] const fs::path& root() const { return root_; }

 private:
  fs::path root_;
};

}  // namespace

TEST_CASE("no room knows a room that it must not know") {
  CHECK(trespasses(core()) == std::vector<std::string>{});
}

TEST_CASE("model, decide, plan and render have no clock, files, log or network") {
  CHECK(impurities(core(), {"model", "decide", "plan", "render"}) == std::vector<std::string>{});
}

TEST_CASE("the wall clock is read for people only: in the journal, and by when they say") {
  const auto found = clock_readers(core());
  const Rooms readers(found.begin(), found.end());
  CHECK(readers ==
        Rooms{"act/journal.cpp", "ports/clock.cpp", "ports/clock.hpp", "ports/moment.cpp"});
}

TEST_CASE("the library includes only itself, by paths from tools/core on") {
  for (const fs::path& file : sources_below(core()))
    for (const Include& include : includes_of(file)) {
      CAPTURE(file.string());
      CAPTURE(include.header);
      if (include.ours) CHECK(fs::exists(core() / include.header));
    }
}

TEST_CASE("the test sees a trespass when there is one") {
  const Tree tree;
  tree.add("model/a.hpp", "#include <string>\n  #  include \"x\"\n#include \"model/b.hpp\"\n");
  tree.add("ports/a.hpp", "#include \"model/a.hpp\"\n");
  CHECK(trespasses(tree.root()).empty());
  tree.add("decide/a.cpp", "#include \"ports/a.hpp\"\n#include <chrono>\n");
  CHECK(trespasses(tree.root()).size() == 1);
  CHECK(impurities(tree.root(), {"decide"}).size() == 1);
  tree.add("attic/a.cpp", "\n");
  CHECK(trespasses(tree.root()).size() == 2);
}
