#include "act/bundle.hpp"

#include <fcntl.h>
#include <stdlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "model/scrub.hpp"
#include "ports/files.hpp"

namespace pgmahout::act {

namespace fs = std::filesystem;

namespace {

constexpr const char* kFolder = "pgmahout-diagnosis";
constexpr unsigned kOwnerOnly = 0600;

model::Error failure_of(const std::string& what, int number) {
  return {.what = what + ": " + std::generic_category().message(number)};
}

// Beside the archive, so that a rename brings it to its place; mode 0700, gone at the end.
class Workplace {
 public:
  explicit Workplace(const fs::path& beside) {
    std::string name = (beside / ".pgmahout-bundle-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~Workplace() {
    std::error_code failure;
    if (!path_.empty()) fs::remove_all(path_, failure);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// Nodes name some of the paths.
bool stays_inside(const fs::path& path) {
  return !path.empty() && path.is_relative() && std::ranges::find(path, "..") == path.end();
}

model::Result<void> lay_out(const fs::path& root, const std::vector<BundleFile>& files,
                            std::span<const model::Secret> secrets) {
  for (const auto& file : files) {
    if (!stays_inside(file.path)) continue;
    const fs::path path = root / file.path;
    if (auto made = ports::make_directories(path.parent_path()); !made) return made;
    const auto content = model::without_secrets(file.content, secrets);
    if (auto made = ports::create_file(path, content, kOwnerOnly); !made) return made;
  }
  return {};
}

model::Result<void> pack(ports::Shell& shell, const fs::path& directory, const fs::path& archive,
                         const ports::Deadline& deadline) {
  // Made before, so that nobody else can read it at any moment.
  if (auto made = ports::create_file(archive, "", kOwnerOnly); !made) return made;
  const ports::Command command{.argv = {"tar", "--create", "--gzip", "--force-local", "--sort=name",
                                        "--owner=0", "--group=0", "--numeric-owner",
                                        "--file=" + archive.string(),
                                        "--directory=" + directory.string(), kFolder}};
  const auto packed = ports::expect_success(shell.run({}, command, deadline), {}, command);
  if (!packed) return std::unexpected(packed.error());
  return {};
}

// Never in place of something that came there meanwhile.
model::Result<void> put_in_place(const fs::path& from, const fs::path& to) {
  if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
    return ports::sync_directory(to.parent_path());
  auto error = failure_of("cannot make " + to.string(), errno);
  if (errno == EEXIST) error.kind = model::ErrorKind::refused;
  return std::unexpected(error);
}

}  // namespace

model::Result<void> write_bundle(ports::Shell& shell, const fs::path& archive,
                                 const std::vector<BundleFile>& files,
                                 std::span<const model::Secret> secrets,
                                 const ports::Deadline& deadline) {
  const fs::path target = fs::absolute(archive);
  const Workplace workplace(target.parent_path());
  if (workplace.path().empty())
    return std::unexpected(failure_of("cannot write in " + target.parent_path().string(), errno));
  const fs::path packed = workplace.path() / "archive";
  if (auto done = lay_out(workplace.path() / kFolder, files, secrets); !done) return done;
  if (auto done = pack(shell, workplace.path(), packed, deadline); !done) return done;
  return put_in_place(packed, target);
}

}  // namespace pgmahout::act
