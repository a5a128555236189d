#include "ports/stream_capture.hpp"

#include <utility>

namespace pgmahout::ports {

StreamCapture::StreamCapture(std::size_t limit, std::function<void(std::string_view)> on_line)
    : limit_(limit), on_line_(std::move(on_line)) {}

void StreamCapture::append(std::string_view data) {
  const auto room = limit_ - kept_.size();
  kept_ += data.substr(0, room);
  truncated_ = truncated_ || data.size() > room;
  if (!on_line_) return;
  line_ += data;
  cut_lines();
}

void StreamCapture::cut_lines() {
  constexpr std::size_t kLongestLine = std::size_t{1} << 20U;
  std::size_t begin = 0;
  for (auto end = line_.find('\n'); end != std::string::npos; end = line_.find('\n', begin)) {
    on_line_(std::string_view(line_).substr(begin, end - begin));
    begin = end + 1;
  }
  line_.erase(0, begin);
  if (line_.size() > kLongestLine) finish();
}

void StreamCapture::finish() {
  if (on_line_ && !line_.empty()) on_line_(line_);
  line_.clear();
}

}  // namespace pgmahout::ports
