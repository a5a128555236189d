#include "data_directory.hpp"

#include <unistd.h>

#include <fstream>

namespace pgmahout::simulate {

namespace fs = std::filesystem;

std::string DataDirectory::path_;

DataDirectory::DataDirectory() {
  path_ = "/dev/shm/pgmahout-simulate-" + std::to_string(::getpid()) + "/data";
  fs::create_directories(fs::path(path_) / "global");
  fs::create_directories(fs::path(path_) / "pg_wal");
  std::ofstream(fs::path(path_) / "global" / "pg_control") << "x";
}

DataDirectory::~DataDirectory() {
  std::error_code ignored;
  fs::remove_all(fs::path(path_).parent_path(), ignored);  // a lock lies beside it
}

}  // namespace pgmahout::simulate
