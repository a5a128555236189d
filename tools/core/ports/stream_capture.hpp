#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace pgmahout::ports {

/// Collects what a command writes to one stream: the first `limit` bytes of it, and each whole
/// line for a listener. A line longer than 1 MiB is handed out in pieces, so that memory stays
/// bounded whatever the far side sends.
class StreamCapture {
 public:
  StreamCapture(std::size_t limit, std::function<void(std::string_view)> on_line);

  void append(std::string_view data);
  void finish();  ///< hands out a last line that has no newline
  [[nodiscard]] bool truncated() const { return truncated_; }
  [[nodiscard]] std::string take() { return std::move(kept_); }

 private:
  void cut_lines();

  std::size_t limit_;
  std::function<void(std::string_view)> on_line_;
  std::string kept_;
  std::string line_;
  bool truncated_ = false;
};

}  // namespace pgmahout::ports
