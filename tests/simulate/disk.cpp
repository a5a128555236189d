#include "disk.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <sstream>

#include "data_directory.hpp"

// The linker lets everybody who syncs come here instead (--wrap).
extern "C" {
int __wrap_fsync(int file) {  // NOLINT(bugprone-reserved-identifier)
  pgmahout::simulate::Disk::synced(file);
  return 0;
}
int __wrap_fdatasync(int file) {  // NOLINT(bugprone-reserved-identifier)
  pgmahout::simulate::Disk::synced(file);
  return 0;
}
}

namespace pgmahout::simulate {

namespace fs = std::filesystem;

namespace {

std::map<std::uint64_t, Disk*> disks;           // by the inode of the directory
std::map<std::uint64_t, std::string> contents;  // that were synced, by inode

struct stat status_of(const fs::path& path) {
  struct stat status {};
  (void)::stat(path.c_str(), &status);
  return status;
}

std::string content_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// It may be open for writing only.
std::string content_of(int file) {
  return content_of(fs::path("/proc/self/fd/" + std::to_string(file)));
}

fs::path directory_of(int host) {
  const auto name = "state-" + std::to_string(::getpid()) + "-" + std::to_string(host);
  return fs::path(DataDirectory::path()).parent_path() / name;
}

}  // namespace

Disk::Disk(int host) : directory_(directory_of(host)), store_(directory_) {
  fs::create_directory(directory_);
  for (const auto& file : fs::directory_iterator(directory_)) fs::remove(file);
  disks[status_of(directory_).st_ino] = this;
}

Disk::~Disk() {
  std::erase_if(disks, [&](const auto& each) { return each.second == this; });
  if (disks.empty()) contents.clear();
}

std::optional<std::string> Disk::read(const std::string& name) const {
  const auto found = seen_.find(name);
  return found == seen_.end() ? std::nullopt : std::optional(found->second);
}

void Disk::changed(const std::string& name) {
  promised_.erase(name);
  if (fs::exists(directory_ / name))
    seen_[name] = content_of(directory_ / name);
  else
    seen_.erase(name);
}

void Disk::synced(int file) {
  struct stat status {};
  if (::fstat(file, &status) != 0) return;
  if (!S_ISDIR(status.st_mode)) {
    contents[status.st_ino] = content_of(file);
    return;
  }
  const auto disk = disks.find(status.st_ino);
  if (disk != disks.end()) disk->second->list();
}

void Disk::list() {
  listed_.clear();
  for (const auto& file : fs::directory_iterator(directory_))
    listed_[file.path().filename()] = status_of(file.path()).st_ino;
}

void Disk::settle() {
  durable_.clear();
  for (const auto& [name, inode] : listed_) durable_[name] = contents[inode];
}

void Disk::put(const std::string& name, const std::string& content) {
  const auto path = directory_ / name;
  std::ofstream(path) << content;
  contents[status_of(path).st_ino] = content;
}

std::vector<std::string> Disk::lose_power() {
  for (const auto& file : fs::directory_iterator(directory_)) fs::remove(file);
  seen_ = durable_;
  for (const auto& [name, content] : durable_) put(name, content);
  list();
  std::vector<std::string> lost;
  for (const auto& [name, content] : promised_)
    if (read(name) != content) lost.push_back(name);
  return lost;
}

}  // namespace pgmahout::simulate
