#pragma once

#include <filesystem>
#include <string>

namespace pgmahout::simulate {

/// What is looked at beside what the ports simulate: a directory that holds a cluster's files. That
/// is all that anybody asks of it, so one does for all servers of all days.
class DataDirectory {
 public:
  DataDirectory();
  ~DataDirectory();
  DataDirectory(const DataDirectory&) = delete;
  DataDirectory& operator=(const DataDirectory&) = delete;

  [[nodiscard]] static const std::string& path() { return path_; }

 private:
  static std::string path_;
};

}  // namespace pgmahout::simulate
