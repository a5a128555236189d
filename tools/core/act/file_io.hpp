#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/error.hpp"

namespace pgmahout::act {

/// An open file, closed when this ends.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.number_) { other.number_ = -1; }
  Descriptor& operator=(Descriptor&&) = delete;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();

  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

/// An error of kind failed: what could not be done with which path, and errno's reason.
[[nodiscard]] model::Error io_error(std::string_view doing, const std::filesystem::path& path);

/// An open directory.
[[nodiscard]] model::Result<Descriptor> open_directory(const std::filesystem::path& path);

/// The whole file; no value when there is none.
[[nodiscard]] model::Result<std::optional<std::string>> read_file(
    const std::filesystem::path& path);

/// Makes the directory and those above it that are missing, with mode 0700.
[[nodiscard]] model::Result<void> make_directories(const std::filesystem::path& path);

/// A file and what shall be in it.
struct FileContent {
  std::filesystem::path path;
  std::string_view content;
};

/// Gives each file its content and mode 0600, whole or not at all, making its directory. All are on
/// disk under temporary names before the first is renamed, so a full disk changes nothing. A
/// temporary file that a killed process left is used again.
[[nodiscard]] model::Result<void> replace_files(const std::vector<FileContent>& files);

}  // namespace pgmahout::act
