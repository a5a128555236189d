#include "ports/local/standard_terminal.hpp"

#include <poll.h>
#include <termios.h>
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

// What is typed is not shown as long as this lives.
class NoEcho {
 public:
  NoEcho() : changed_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!changed_) return;
    termios hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
  }
  ~NoEcho() {
    if (changed_) (void)::tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;

 private:
  termios before_{};
  bool changed_;
};

}  // namespace

bool StandardTerminal::is_terminal() {
  return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1;
}

// The next line as it was typed, without its end.
model::Result<std::string> StandardTerminal::line() {
  std::array<char, 4096> block{};
  for (;;) {
    const std::size_t end = typed_.find('\n');
    if (end != std::string::npos) {
      std::string typed = typed_.substr(0, end);
      typed_.erase(0, end + 1);
      return typed;
    }
    if (stop_.stop_requested()) return no_reply("a signal ended it");
    if (!has_input()) continue;
    const ssize_t got = ::read(STDIN_FILENO, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return no_reply("there is no more input");
    typed_.append(block.data(), static_cast<std::size_t>(got));
  }
}

model::Result<std::string> StandardTerminal::ask(const std::string& question) {
  std::cerr << question << std::flush;
  const auto typed = line();
  if (!typed) return typed;
  return line_without_blanks(*typed);
}

model::Result<model::Secret> StandardTerminal::ask_secret(const std::string& question) {
  const NoEcho hidden;
  std::cerr << question << std::flush;
  const auto typed = line();
  std::cerr << "\n" << std::flush;
  if (!typed) return std::unexpected(typed.error());
  return model::Secret(*typed);
}

}  // namespace pgmahout::ports
