#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "model/error.hpp"

namespace pgmahout::ports {

/// What a node must still know after it lost power: small named records, each durable on return.
class Store {
 public:
  virtual ~Store() = default;

  /// The record, or nothing when there is none.
  [[nodiscard]] virtual model::Result<std::optional<std::string>> read(const std::string& name) = 0;
  /// Replaces the record as a whole: after a crash it is the old or the new one.
  [[nodiscard]] virtual model::Result<void> write(const std::string& name,
                                                  std::string_view content) = 0;
  /// The same, and returns what it replaced. Nobody else's exchange comes between: of several at
  /// once only one is told of the record that was there, or that there was none. A record that
  /// cannot be read counts as an empty one.
  [[nodiscard]] virtual model::Result<std::optional<std::string>> exchange(
      const std::string& name, std::string_view content) = 0;
  /// Adds a line to the record; after a crash the line is there as a whole, in part, or not.
  [[nodiscard]] virtual model::Result<void> append(const std::string& name,
                                                   std::string_view line) = 0;
  /// A record that is not there is no error.
  [[nodiscard]] virtual model::Result<void> remove(const std::string& name) = 0;
  /// Replaces the record as long as it is the first one; nobody's exchange comes between. Returns
  /// whether it did.
  [[nodiscard]] virtual model::Result<bool> replace_if(const std::string& name,
                                                       std::string_view before,
                                                       std::string_view after) = 0;
  /// Removes the record as long as it is that one; nobody's exchange comes between. Returns whether
  /// there is none now.
  [[nodiscard]] virtual model::Result<bool> remove_if(const std::string& name,
                                                      std::string_view content) = 0;
};

/// Records as files of one directory, which exists.
class FileStore : public Store {
 public:
  explicit FileStore(std::filesystem::path directory) : directory_(std::move(directory)) {}

  [[nodiscard]] model::Result<std::optional<std::string>> read(const std::string& name) override;
  [[nodiscard]] model::Result<void> write(const std::string& name,
                                          std::string_view content) override;
  [[nodiscard]] model::Result<std::optional<std::string>> exchange(
      const std::string& name, std::string_view content) override;
  [[nodiscard]] model::Result<void> append(const std::string& name, std::string_view line) override;
  [[nodiscard]] model::Result<void> remove(const std::string& name) override;
  [[nodiscard]] model::Result<bool> replace_if(const std::string& name, std::string_view before,
                                               std::string_view after) override;
  [[nodiscard]] model::Result<bool> remove_if(const std::string& name,
                                              std::string_view content) override;

 private:
  std::filesystem::path directory_;
};

}  // namespace pgmahout::ports
