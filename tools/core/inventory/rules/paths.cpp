#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "inventory/rules/rules.hpp"

namespace pgmahout::inventory::rules {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> kPaths{"pgmahout_postgresql_archive_directory",
                                                 "pgmahout_postgresql_data_directory"};
constexpr std::array<std::string_view, 1> kData{"pgmahout_postgresql_data_directory"};
constexpr std::array<std::string_view, 1> kArchive{"pgmahout_postgresql_archive_directory"};

fs::path normal(const std::string& text) {
  const fs::path path = fs::path(text).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

bool is_inside(const fs::path& inner, const fs::path& outer) {
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

void data_and_archive_apart(const RuleContext& context) {
  const auto& postgresql = context.cluster().postgresql;
  const fs::path data = normal(postgresql.data_directory);
  const fs::path archive = normal(postgresql.archive_directory);
  if (data == archive)
    context.refuse(fmt::format("{} is the data directory too", archive.string()),
                   "give the archive a directory of its own");
  else if (is_inside(archive, data))
    context.refuse(fmt::format("{} lies in the data directory, which base backups copy and clones "
                               "replace",
                               archive.string()),
                   "put it beside the data directory");
  else if (is_inside(data, archive))
    context.refuse(fmt::format("{} holds the data directory", archive.string()),
                   "put it beside the data directory");
}

bool is_system_directory(const fs::path& path) {
  constexpr std::array<std::string_view, 18> kSystem{
      "/",    "/bin", "/boot", "/dev",  "/etc", "/home", "/lib", "/lib64", "/media",
      "/mnt", "/opt", "/proc", "/root", "/run", "/sbin", "/srv", "/sys",   "/tmp"};
  constexpr std::array<std::string_view, 3> kMore{"/usr", "/var", "/var/lib"};
  return std::ranges::find(kSystem, path.string()) != kSystem.end() ||
         std::ranges::find(kMore, path.string()) != kMore.end();
}

void refuse_system(const RuleContext& context, const std::string& directory) {
  if (is_system_directory(normal(directory)))
    context.refuse(fmt::format("{} belongs to the system; its owner and contents would be replaced",
                               directory),
                   "name a directory below it");
}

void own_data_directory(const RuleContext& context) {
  refuse_system(context, context.cluster().postgresql.data_directory);
}

void own_archive_directory(const RuleContext& context) {
  refuse_system(context, context.cluster().postgresql.archive_directory);
}

constexpr std::array<Rule, 3> kPathRules{{
    {"data-and-archive-apart", "Neither of data directory and archive holds the other.", kPaths,
     data_and_archive_apart},
    {"own-data-directory", "The data directory is none of the system's directories.", kData,
     own_data_directory},
    {"own-archive-directory", "The archive is none of the system's directories.", kArchive,
     own_archive_directory},
}};

}  // namespace

std::span<const Rule> path_rules() { return kPathRules; }

}  // namespace pgmahout::inventory::rules
