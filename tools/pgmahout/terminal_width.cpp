#include "terminal_width.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

namespace pgmahout::cli {

std::size_t stderr_width() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 20) return 80;
  return size.ws_col;
}

}  // namespace pgmahout::cli
