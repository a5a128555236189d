#pragma once

#include <string>
#include <utility>

namespace pgmahout::model {

/// A password or key. It has no operator<<, no formatter and no conversion, so it cannot slip into
/// a log, an error or a JSON document; whoever needs the text says so with reveal().
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  [[nodiscard]] const std::string& reveal() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  bool operator==(const Secret&) const = default;

 private:
  std::string text_;
};

}  // namespace pgmahout::model
