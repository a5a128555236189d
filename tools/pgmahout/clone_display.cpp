#include "clone_display.hpp"

#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "model/json.hpp"
#include "terminal_width.hpp"

namespace pgmahout::cli {

namespace {

std::string verdict(const model::Result<nlohmann::json>& answer) {
  if (!answer) return "failed: " + answer.error().what;
  const bool changed = model::field(*answer, "changed", false);
  return changed
             ? "done, " + report::human_bytes(model::field<std::uint64_t>(*answer, "bytes", 0)) +
                   " copied"
             : "nothing to do: " + model::field<std::string>(*answer, "reason", "");
}

}  // namespace

CloneDisplay::CloneDisplay(const std::vector<std::string>& nodes, bool quiet)
    : quiet_(quiet), bars_(isatty(STDERR_FILENO) != 0) {
  for (const auto& node : nodes) lines_.push_back({.progress = {.node = node}});
}

CloneDisplay::Line& CloneDisplay::line_of(const std::string& node) {
  return *std::ranges::find(lines_, node, [](const Line& line) { return line.progress.node; });
}

void CloneDisplay::progress(const std::string& node, const nlohmann::json& progress) {
  if (quiet_ || !bars_) return;
  const std::lock_guard lock(mutex_);
  Line& line = line_of(node);
  const auto now = std::chrono::steady_clock::now();
  if (line.progress.total == 0) line.since = now;
  line.progress.bytes = model::field<std::uint64_t>(progress, "bytes", 0);
  line.progress.total = model::field<std::uint64_t>(progress, "total", 0);
  line.progress.seconds = std::chrono::duration<double>(now - line.since).count();
  draw();
}

void CloneDisplay::finished(const std::string& node, const model::Result<nlohmann::json>& answer) {
  if (quiet_) return;
  const std::lock_guard lock(mutex_);
  line_of(node).progress.verdict = verdict(answer);
  if (bars_) return draw();
  std::cerr << node << ": " << verdict(answer) << "\n" << std::flush;
}

// Goes up over what was drawn before and writes every line anew.
void CloneDisplay::draw() {
  std::string picture;
  if (drawn_) picture = "\x1b[" + std::to_string(lines_.size()) + "A";
  for (const auto& line : lines_)
    picture += "\r\x1b[K" + copy_progress_line(line.progress, stderr_width() - 1) + "\n";
  std::cerr << picture << std::flush;
  drawn_ = true;
}

}  // namespace pgmahout::cli
