#include "act/clone/space.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>

namespace pgmahout::act::clone {

namespace fs = std::filesystem;

namespace {

fs::path nearest_existing(fs::path path) {
  std::error_code failure;
  while (!fs::exists(path, failure) && path.has_relative_path()) path = path.parent_path();
  return path;
}

struct Demand {
  fs::path path;
  std::uint64_t bytes = 0;
};

}  // namespace

model::Result<void> check_space(const std::vector<Tablespace>& tablespaces,
                                const TablespaceMap& map, const std::string& data_parent) {
  std::map<dev_t, Demand> demands;
  for (const auto& tablespace : tablespaces) {
    const auto mapped = map.find(tablespace.location);
    const auto path = nearest_existing(mapped == map.end() ? data_parent : mapped->second);
    struct stat status {};
    if (stat(path.c_str(), &status) != 0) continue;
    Demand& demand = demands[status.st_dev];
    demand.path = path;
    demand.bytes += tablespace.bytes;
  }
  for (const auto& [device, demand] : demands) {
    std::error_code failure;
    const auto space = fs::space(demand.path, failure);
    if (failure || space.available >= demand.bytes) continue;
    return std::unexpected(model::Error{
        .kind = model::ErrorKind::failed,
        .what = fmt::format("the copy needs {} MiB on the filesystem of {}, and {} MiB are free",
                            demand.bytes >> 20U, demand.path.string(), space.available >> 20U),
        .hint = "a replaced data directory is kept until the copy is whole; make room, or remove "
                "it by hand first if it is worth nothing"});
  }
  return {};
}

}  // namespace pgmahout::act::clone
