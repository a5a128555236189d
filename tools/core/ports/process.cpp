#include "ports/process.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <string_view>
#include <vector>

namespace pgmahout::ports {

namespace {

void reset_signals() {
  for (int number = 1; number < NSIG; ++number)
    if (number != SIGKILL && number != SIGSTOP) (void)std::signal(number, SIG_DFL);
  (void)std::signal(SIGPIPE, SIG_IGN);
  sigset_t none;
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, nullptr);
}

std::vector<int> open_descriptors() {
  std::vector<int> numbers;
  DIR* directory = opendir("/proc/self/fd");
  if (directory == nullptr) return numbers;
  while (const dirent* entry = readdir(directory)) {
    const std::string_view name(static_cast<const char*>(entry->d_name));
    int number = -1;
    std::from_chars(name.data(), name.data() + name.size(), number);
    if (number > STDERR_FILENO && number != dirfd(directory)) numbers.push_back(number);
  }
  closedir(directory);
  return numbers;
}

// A process started without one of the first three would give that number to the next file it
// opens, and write its log into it.
void open_standard_descriptors() {
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (fcntl(number, F_GETFD) < 0) (void)open("/dev/null", O_RDWR);
}

}  // namespace

void detach_from_parent() {
  reset_signals();
  for (const int number : open_descriptors()) close(number);
  open_standard_descriptors();
}

model::Result<FileDescriptor> lock_file(const std::string& path, const std::string& purpose) {
  FileDescriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.is_open())
    return std::unexpected(
        model::Error{.kind = model::ErrorKind::failed,
                     .what = "cannot open the lock file " + path + ": " + std::strerror(errno),
                     .hint = "the directory must exist and belong to the user who runs this"});
  if (flock(file.get(), LOCK_EX | LOCK_NB) == 0) return file;
  return std::unexpected(
      model::Error{.kind = model::ErrorKind::refused,
                   .what = "another " + purpose + " is at work (it holds the lock " + path + ")",
                   .hint = "wait until it has ended, or see who it is with: fuser -v " + path});
}

bool reader_is_gone(int descriptor) {
  pollfd entry{.fd = descriptor, .events = 0, .revents = 0};
  return poll(&entry, 1, 0) > 0 && (entry.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0;
}

}  // namespace pgmahout::ports
