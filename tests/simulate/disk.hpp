#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ports/store.hpp"

namespace pgmahout::simulate {

/// /var/lib/pgmahout of one host: files that the product's own store writes, and what of them is on
/// the disk, which is what its calls of fsync(2) have put there. Whoever loses power has only that.
class Disk {
 public:
  explicit Disk(int host);
  ~Disk();
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;

  [[nodiscard]] ports::Store& store() { return store_; }
  /// As everybody sees it, on the disk or not.
  [[nodiscard]] std::optional<std::string> read(const std::string& name) const;
  /// The store has changed that record.
  void changed(const std::string& name);
  /// The disk has done what it was asked to.
  void settle();
  /// The store has told its user that the record is as it is now for ever.
  void promise(const std::string& name) { promised_[name] = read(name); }
  /// What was not on the disk is gone. Returns the records of which it was said that they were.
  [[nodiscard]] std::vector<std::string> lose_power();

  /// Somebody syncs a file or a directory.
  static void synced(int file);

 private:
  using Inode = std::uint64_t;

  void list();
  void put(const std::string& name, const std::string& content);

  std::filesystem::path directory_;
  ports::FileStore store_;
  std::map<std::string, std::string> seen_;
  std::map<std::string, Inode> listed_;  ///< the names that a sync of the directory has put there
  std::map<std::string, std::string> durable_;
  std::map<std::string, std::optional<std::string>> promised_;
};

}  // namespace pgmahout::simulate
