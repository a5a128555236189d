#include "playbook_display.hpp"

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string_view>

#include "report/playbook_progress.hpp"
#include "terminal_width.hpp"

namespace pgmahout::cli {

namespace {

// A dumb one cannot take a line away.
bool can_rewrite_lines() {
  const char* kind = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) == 1 && (kind == nullptr || std::string_view(kind) != "dumb");
}

}  // namespace

PlaybookDisplay::PlaybookDisplay(bool quiet) : quiet_(quiet), terminal_(can_rewrite_lines()) {}

void PlaybookDisplay::show(const model::PlaybookProgress& progress, std::int64_t took_ms,
                           std::optional<std::int64_t> left_ms) {
  if (quiet_ || progress.begun == 0) return;
  if (terminal_) {
    const int width = static_cast<int>(stderr_width()) - 1;
    std::cerr << "\r\x1b[K" << report::progress_line(progress, took_ms, left_ms, width)
              << std::flush;
    drawn_ = true;
  } else if (progress.begun != plays_told_) {
    std::cerr << report::play_line(progress, took_ms, left_ms) << "\n" << std::flush;
  }
  plays_told_ = progress.begun;
}

void PlaybookDisplay::finish() {
  if (drawn_) std::cerr << "\r\x1b[K" << std::flush;
  drawn_ = false;
}

}  // namespace pgmahout::cli
