#include "ports/local/child.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace pgmahout::ports::local {

namespace {

struct Pipe {
  FileDescriptor read;
  FileDescriptor write;
};

model::Error system_error(const std::string& what) {
  return {.kind = model::ErrorKind::failed, .what = what + ": " + std::strerror(errno)};
}

model::Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0)
    return std::unexpected(system_error("cannot make a pipe"));
  return Pipe{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

// What execve wants, made before fork: between fork and exec nothing may allocate memory.
class Strings {
 public:
  explicit Strings(std::vector<std::string> texts) : texts_(std::move(texts)) {
    for (auto& text : texts_) pointers_.push_back(text.data());
    pointers_.push_back(nullptr);
  }
  [[nodiscard]] char* const* get() const { return pointers_.data(); }

 private:
  std::vector<std::string> texts_;
  std::vector<char*> pointers_;
};

std::vector<std::string> environment_of(const Command& command) {
  std::vector<std::string> entries;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (!command.environment.contains(text.substr(0, text.find('=')))) entries.push_back(text);
  }
  for (const auto& [name, value] : command.environment) entries.push_back(name + "=" + value);
  return entries;
}

struct ChildEnds {
  int input;
  int output;
  int errors;
  int failure;  // tells errno when exec fails; closed by a successful exec
  pid_t parent;
};

// Only async-signal-safe calls: other threads of the parent may have held any lock at fork.
[[noreturn]] void become(const ChildEnds& ends, char* const* argv, char* const* environment) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != ends.parent) _exit(127);
  // A shell's background job ignores SIGINT and SIGQUIT, and exec keeps that.
  for (int number = 1; number < NSIG; ++number) (void)std::signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  dup2(ends.input, STDIN_FILENO);
  dup2(ends.output, STDOUT_FILENO);
  dup2(ends.errors, STDERR_FILENO);
  execvpe(argv[0], argv, environment);
  const int reason = errno;
  (void)!write(ends.failure, &reason, sizeof reason);
  _exit(127);
}

// Blocks until exec has happened or failed, which is at once.
int exec_failure(const FileDescriptor& read_end) {
  int reason = 0;
  ssize_t got = 0;
  do {
    got = read(read_end.get(), &reason, sizeof reason);
  } while (got < 0 && errno == EINTR);
  return got == sizeof reason ? reason : 0;
}

void make_nonblocking(const FileDescriptor& file) {
  fcntl(file.get(), F_SETFL, fcntl(file.get(), F_GETFL) | O_NONBLOCK);
}

struct Pipes {
  Pipe input, output, errors, failure;
};

model::Result<Pipes> make_pipes() {
  Pipes pipes;
  for (Pipe* each : {&pipes.input, &pipes.output, &pipes.errors, &pipes.failure}) {
    auto made = make_pipe();
    if (!made) return std::unexpected(made.error());
    *each = std::move(*made);
  }
  return pipes;
}

Child our_ends(pid_t pid, Pipes& pipes) {
  Child child{.pid = pid,
              .input = std::move(pipes.input.write),
              .output = std::move(pipes.output.read),
              .errors = std::move(pipes.errors.read)};
  for (const FileDescriptor* file : {&child.input, &child.output, &child.errors})
    make_nonblocking(*file);
  return child;
}

}  // namespace

model::Result<Child> start_child(const Command& command) {
  auto pipes = make_pipes();
  if (!pipes) return std::unexpected(pipes.error());
  const Strings argv(command.argv);
  const Strings environment(environment_of(command));
  const ChildEnds ends{pipes->input.read.get(), pipes->output.write.get(),
                       pipes->errors.write.get(), pipes->failure.write.get(), getpid()};
  const pid_t pid = fork();
  if (pid < 0) return std::unexpected(system_error("cannot fork"));
  if (pid == 0) become(ends, argv.get(), environment.get());
  pipes->failure.write.reset();
  if (const int reason = exec_failure(pipes->failure.read); reason != 0) {
    waitpid(pid, nullptr, 0);
    errno = reason;
    return std::unexpected(system_error("cannot execute " + command.argv.front()));
  }
  return our_ends(pid, *pipes);
}

void interrupt_child(const Child& child) { kill(-child.pid, SIGINT); }

void kill_child(const Child& child) {
  kill(-child.pid, SIGKILL);
  while (waitpid(child.pid, nullptr, 0) < 0 && errno == EINTR) {
  }
}

std::optional<int> exit_status(const Child& child) {
  int status = 0;
  if (waitpid(child.pid, &status, WNOHANG) != child.pid) return std::nullopt;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace pgmahout::ports::local
