#pragma once

#include <filesystem>
#include <string_view>

#include "model/error.hpp"
#include "ports/file_descriptor.hpp"

namespace pgmahout::act {

/// The log of one run: for its owner alone, numbered, the newest ten are kept.
class RunLog {
 public:
  /// Makes the next one in that folder, which is made if need be.
  [[nodiscard]] static model::Result<RunLog> make(const std::filesystem::path& folder);

  /// Adds a line. What cannot be written (a full disk) is left out: the run is worth more.
  void add(std::string_view line);
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  RunLog(std::filesystem::path path, ports::FileDescriptor file)
      : path_(std::move(path)), file_(std::move(file)) {}

  std::filesystem::path path_;
  ports::FileDescriptor file_;
};

}  // namespace pgmahout::act
