#include "act/init/place.hpp"

#include <fmt/format.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <set>

#include "ports/files.hpp"

namespace pgmahout::act {

namespace fs = std::filesystem;

namespace {

using model::ErrorKind;

std::unexpected<model::Error> no_place(ErrorKind kind, std::string what, std::string hint = {}) {
  return std::unexpected(
      model::Error{.kind = kind, .what = std::move(what), .hint = std::move(hint)});
}

std::unexpected<model::Error> cannot_place(const std::string& what, const fs::path& path,
                                           int reason) {
  return no_place(ErrorKind::failed,
                  fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(reason)),
                  reason == ENOSPC ? "make room and run it again" : "");
}

// Only its owner may enter it, so nobody looks at secrets that are just being written, and the
// files can have their final modes from the start. Gone with all that is left in it.
class Workshop {
 public:
  explicit Workshop(const fs::path& parent) {
    std::string name = (parent / ".pgmahout-init-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~Workshop() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  [[nodiscard]] bool is_made() const { return !path_.empty(); }
  [[nodiscard]] fs::path written() const { return path_ / "inventory"; }

 private:
  fs::path path_;
};

model::Result<void> make_directory(const fs::path& path) {
  constexpr mode_t kLessTheUmask = 0777;
  if (::mkdir(path.c_str(), kLessTheUmask) != 0 && errno != EEXIST)
    return cannot_place("make the directory", path, errno);
  return {};
}

model::Result<void> make_directories_below(const fs::path& root, const fs::path& relative) {
  fs::path path = root;
  for (const auto& part : relative) {
    path /= part;
    if (auto done = make_directory(path); !done) return done;
  }
  return {};
}

model::Result<void> write_new_file(const fs::path& root, const inventory::NewFile& file) {
  const fs::path relative(file.path);
  if (auto done = make_directories_below(root, relative.parent_path()); !done) return done;
  return ports::create_file(root / relative, file.content, file.secret ? 0600 : 0666);
}

model::Result<void> sync_directories(const fs::path& root,
                                     const std::vector<inventory::NewFile>& files) {
  std::set<fs::path> directories{root};
  for (const auto& file : files)
    for (auto path = fs::path(file.path).parent_path(); !path.empty(); path = path.parent_path())
      directories.insert(root / path);
  for (const auto& directory : directories)
    if (auto done = ports::sync_directory(directory); !done) return done;
  return {};
}

model::Result<void> not_stopped(const Placement& placement) {
  if (!placement.stop.stop_requested()) return {};
  return no_place(ErrorKind::interrupted, "a signal ended it; nothing was written");
}

model::Result<void> write_all_files(const Placement& placement, const fs::path& root) {
  if (auto done = make_directory(root); !done) return done;
  for (const auto& file : placement.files) {
    if (auto go_on = not_stopped(placement); !go_on) return go_on;
    if (auto done = write_new_file(root, file); !done) return done;
  }
  return sync_directories(root, placement.files);
}

// An empty directory that was made for this keeps the mode that it was given.
model::Result<void> rename_into_place(const fs::path& from, const fs::path& target) {
  std::error_code failure;
  if (fs::is_directory(target, failure))
    fs::permissions(from, fs::status(target, failure).permissions(), failure);
  if (::rename(from.c_str(), target.c_str()) == 0) return {};
  if (errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR)
    return no_place(ErrorKind::refused,
                    fmt::format("something else has come to {} meanwhile", target.string()),
                    "name another directory");
  return cannot_place("rename into place", target, errno);
}

model::Result<void> check_name(const fs::path& directory) {
  const std::string& name = directory.native();
  if (name.empty()) return no_place(ErrorKind::usage, "the directory has no name");
  if (name.find(',') != std::string::npos)
    return no_place(ErrorKind::usage, "Ansible takes a name with a comma for a list of hosts",
                    "name the directory without one");
  return {};
}

// Of a directory that is there.
model::Result<fs::path> empty_place(const fs::path& directory) {
  std::error_code failure;
  const bool empty = fs::is_empty(directory, failure);
  if (failure) return cannot_place("look into", directory, failure.value());
  if (!empty)
    return no_place(ErrorKind::refused, directory.string() + " is not empty",
                    "name a directory that is not there yet; nothing is ever overwritten");
  // It would be replaced, and the shell that called us would stand in a directory that is gone.
  if (fs::equivalent(directory, ".", failure))
    return no_place(ErrorKind::refused, directory.string() + " is the directory that you are in",
                    "name a directory below it");
  fs::path whole = fs::canonical(directory, failure);
  if (failure) return cannot_place("look at", directory, failure.value());
  return whole;
}

}  // namespace

model::Result<fs::path> free_place(const fs::path& directory) {
  if (auto done = check_name(directory); !done) return std::unexpected(done.error());
  std::error_code failure;
  fs::path plain = fs::absolute(directory, failure);
  if (!plain.has_filename()) plain = plain.parent_path();
  if (fs::is_directory(plain, failure)) return empty_place(plain);
  if (fs::symlink_status(plain, failure).type() != fs::file_type::not_found)
    return no_place(ErrorKind::refused, plain.string() + " is there and is no directory",
                    "name a directory that is not there yet; nothing is ever overwritten");
  const fs::path parent = fs::canonical(plain.parent_path(), failure);
  if (failure)
    return no_place(ErrorKind::failed,
                    fmt::format("cannot make a directory in {}: {}", plain.parent_path().string(),
                                failure.message()),
                    "make that directory first");
  return parent / plain.filename();
}

std::expected<void, model::Errors> place(const Placement& placement) {
  const auto failed = [](const model::Error& error) {
    return std::unexpected(model::Errors{error});
  };
  const fs::path parent = placement.target.parent_path();
  const Workshop workshop(parent);
  if (!workshop.is_made())
    return failed(cannot_place("make a directory in", parent, errno).error());
  if (auto done = write_all_files(placement, workshop.written()); !done)
    return failed(done.error());
  if (auto errors = placement.check(workshop.written()); !errors.empty())
    return std::unexpected(std::move(errors));
  if (auto go_on = not_stopped(placement); !go_on) return failed(go_on.error());
  if (auto done = rename_into_place(workshop.written(), placement.target); !done)
    return failed(done.error());
  auto durable = ports::sync_directory(parent);
  if (durable) return {};
  durable.error().kind = ErrorKind::incomplete;
  return failed(durable.error());
}

}  // namespace pgmahout::act
