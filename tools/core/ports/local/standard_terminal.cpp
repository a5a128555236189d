#include "ports/local/standard_terminal.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <iostream>

namespace pgmahout::ports {

namespace {

std::unexpected<model::Error> no_reply(const std::string& why) {
  return std::unexpected(model::Error{.kind = model::ErrorKind::interrupted,
                                      .what = "the question was not answered: " + why});
}

std::string line_without_blanks(const std::string& line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  if (first == std::string::npos) return {};
  return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

// Waits for input a moment, so that a request to stop is noticed: its signal is blocked here and
// ends no read. False: nothing yet.
bool has_input() {
  constexpr int kPauseMs = 100;
  pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
  return ::poll(&input, 1, kPauseMs) > 0;
}

}  // namespace

bool StandardTerminal::is_terminal() {
  return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1;
}

model::Result<std::string> StandardTerminal::ask(const std::string& question) {
  std::cerr << question << std::flush;
  std::array<char, 4096> block{};
  for (;;) {
    const std::size_t end = typed_.find('\n');
    if (end != std::string::npos) {
      const std::string line = typed_.substr(0, end);
      typed_.erase(0, end + 1);
      return line_without_blanks(line);
    }
    if (stop_.stop_requested()) return no_reply("a signal ended it");
    if (!has_input()) continue;
    const ssize_t got = ::read(STDIN_FILENO, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return no_reply("there is no more input");
    typed_.append(block.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace pgmahout::ports
