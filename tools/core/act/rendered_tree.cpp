#include "act/rendered_tree.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "model/description.hpp"
#include "ports/file_descriptor.hpp"
#include "ports/files.hpp"
#include "render/diff.hpp"

namespace pgmahout::act {

namespace {

using model::Error;
using model::ErrorKind;
using model::Result;

bool is_directory_name(const std::string& name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos &&
         name.find('\0') == std::string::npos;
}

// The key stands among lines that people want to compare: it alone is hidden.
std::string without_key(const std::string& text) {
  constexpr std::string_view kKey = "\nwd_authkey = ";
  const auto begin = text.find(kKey);
  if (begin == std::string::npos) return text;
  const auto value = begin + kKey.size();
  return text.substr(0, value) + "(not shown)" +
         text.substr(std::min(text.find('\n', value), text.size()));
}

bool holds_only_the_key(const std::filesystem::path& path) {
  return path.filename() == "pgpool.conf" || path.filename() == "pgpool-restart.conf";
}

std::string difference(const OutputFile& file, const std::string& before) {
  const std::string old_name = "a/" + file.path.string();
  const std::string new_name = "b/" + file.path.string();
  std::string hidden = "Secret file " + file.path.string() + " differs\n";
  if (!file.secret) return render::unified_diff(old_name, new_name, before, file.content);
  if (!holds_only_the_key(file.path)) return hidden;
  const auto shown =
      render::unified_diff(old_name, new_name, without_key(before), without_key(file.content));
  return shown.empty() ? hidden : shown;
}

// No value when there is no such file.
Result<std::optional<std::string>> content_of(const std::filesystem::path& path) {
  std::error_code failure;
  if (!std::filesystem::exists(path, failure)) return std::nullopt;
  auto text = ports::read_file(path);
  if (!text) return std::unexpected(text.error());
  return std::move(*text);
}

// One writer at a time: the lock goes with the descriptor, whatever ends the process.
Result<ports::FileDescriptor> lock(const std::filesystem::path& directory) {
  ports::FileDescriptor descriptor(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (descriptor.is_open() && ::flock(descriptor.get(), LOCK_EX | LOCK_NB) == 0) return descriptor;
  if (errno != EWOULDBLOCK)
    return std::unexpected(
        Error{.kind = ErrorKind::failed,
              .what = "cannot lock " + directory.string() + ": " + std::strerror(errno)});
  return std::unexpected(Error{.kind = ErrorKind::refused,
                               .what = "another process is rendering into " + directory.string(),
                               .hint = "wait until it is done"});
}

}  // namespace

Result<std::vector<OutputFile>> output_files(const model::Cluster& cluster,
                                             const std::vector<render::RenderedHost>& hosts) {
  std::vector<OutputFile> all{{"cluster.json", model::to_json(cluster).dump(2) + "\n"}};
  for (const auto& host : hosts) {
    const std::string& name = host.node->name;
    if (!is_directory_name(name))
      return std::unexpected(Error{.kind = ErrorKind::invalid,
                                   .what = "the host name cannot be the name of a directory",
                                   .node = name});
    for (const auto& file : host.files)
      all.push_back(
          {std::filesystem::path(name) / file.destination.substr(1), file.content, file.secret});
    all.push_back(
        {std::filesystem::path(name) / "manifest.json", render::manifest(host).dump(2) + "\n"});
  }
  return all;
}

Result<std::vector<std::filesystem::path>> write_output(const std::filesystem::path& directory,
                                                        const std::vector<OutputFile>& files) {
  if (auto made = ports::make_directories(directory); !made) return std::unexpected(made.error());
  const auto held = lock(directory);
  if (!held) return std::unexpected(held.error());
  std::vector<std::filesystem::path> written;
  std::vector<ports::FileContent> changed;
  for (const auto& file : files) {
    const auto before = content_of(directory / file.path);
    if (!before) return std::unexpected(before.error());
    if (*before == file.content) continue;
    if (auto made = ports::make_directories((directory / file.path).parent_path()); !made)
      return std::unexpected(made.error());
    written.push_back(file.path);
    changed.push_back({directory / file.path, file.content});
  }
  if (auto done = ports::replace_files(changed); !done) return std::unexpected(done.error());
  return written;
}

Result<std::string> diff_output(const std::filesystem::path& directory,
                                const std::vector<OutputFile>& files) {
  std::string text;
  for (const auto& file : files) {
    const auto before = content_of(directory / file.path);
    if (!before) return std::unexpected(before.error());
    const std::string old_text = before->value_or("");
    if (!before->has_value() || old_text != file.content) text += difference(file, old_text);
  }
  return text;
}

}  // namespace pgmahout::act
