#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "model/error.hpp"
#include "ports/clock.hpp"

namespace pgmahout::agent {

/// The typed reading of one request. Every reader refuses a value of another type (kind invalid)
/// instead of guessing: a misread "replace" costs a data directory.
class Request {
 public:
  /// Parses the text: one JSON object of version 1 with an operation, and a deadline in seconds
  /// (1 to 86400) when it says one.
  [[nodiscard]] static model::Result<Request> parse(std::string_view text);

  [[nodiscard]] const std::string& operation() const { return operation_; }
  [[nodiscard]] ports::Duration deadline(ports::Duration otherwise) const;
  /// Refuses a request with any field besides version, operation, deadline and these.
  [[nodiscard]] model::Result<void> allow_only(std::span<const std::string_view> fields) const;
  [[nodiscard]] model::Result<bool> boolean(const char* field, bool otherwise) const;
  /// A string; when it is left out, empty.
  [[nodiscard]] model::Result<std::string> text(const char* field) const;
  /// An object, which must be there.
  [[nodiscard]] model::Result<nlohmann::json> object(const char* field) const;

 private:
  nlohmann::json json_;
  std::string operation_;
  int deadline_seconds_ = 0;  // 0: not said
};

}  // namespace pgmahout::agent
