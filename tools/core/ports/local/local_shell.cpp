#include "ports/local/local_shell.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "ports/local/child.hpp"
#include "ports/stream_capture.hpp"

namespace pgmahout::ports::local {

namespace {

// Moves bytes between us and one child until it has ended.
class Exchange {
 public:
  Exchange(Child& child, const Command& command)
      : child_(child),
        rest_(command.input),
        output_(command.output_limit, command.on_output_line),
        errors_(command.output_limit, command.on_error_line) {}

  void step(int timeout);
  [[nodiscard]] bool streams_closed() const {
    return !child_.output.is_open() && !child_.errors.is_open();
  }
  ShellResult finish(int status);

 private:
  void write_input();
  static void read_into(FileDescriptor& file, StreamCapture& capture);

  Child& child_;
  std::string_view rest_;
  StreamCapture output_;
  StreamCapture errors_;
};

void Exchange::write_input() {
  if (!child_.input.is_open()) return;
  const ssize_t written = write(child_.input.get(), rest_.data(), rest_.size());
  if (written >= 0) rest_.remove_prefix(static_cast<std::size_t>(written));
  const bool would_block = written < 0 && (errno == EAGAIN || errno == EINTR);
  if (rest_.empty() || (written < 0 && !would_block)) child_.input.reset();
}

void Exchange::read_into(FileDescriptor& file, StreamCapture& capture) {
  // A full pipe in one go, but no more: a command that never pauses must not outlive its deadline.
  constexpr int kRounds = 16;
  std::array<char, 65536> buffer{};
  for (int round = 0; round < kRounds && file.is_open(); ++round) {
    const ssize_t got = read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) return file.reset();
    capture.append({buffer.data(), static_cast<std::size_t>(got)});
  }
}

void Exchange::step(int timeout) {
  std::array<pollfd, 3> entries{{{.fd = child_.input.get(), .events = POLLOUT, .revents = 0},
                                 {.fd = child_.output.get(), .events = POLLIN, .revents = 0},
                                 {.fd = child_.errors.get(), .events = POLLIN, .revents = 0}}};
  if (poll(entries.data(), entries.size(), timeout) <= 0) return;
  if (entries[0].revents != 0) write_input();
  read_into(child_.output, output_);
  read_into(child_.errors, errors_);
}

ShellResult Exchange::finish(int status) {
  read_into(child_.output, output_);
  read_into(child_.errors, errors_);
  output_.finish();
  errors_.finish();
  return {.exit_status = status,
          .output = output_.take(),
          .errors = errors_.take(),
          .truncated = output_.truncated() || errors_.truncated()};
}

// Whether a command whose time is up may go on: it was told to end, and has time left for that.
class Farewell {
 public:
  Farewell(const Child& child, const Command& command, const Deadline& deadline)
      : child_(child), patience_(command.to_end), deadline_(deadline) {}

  [[nodiscard]] bool may_go_on() {
    if (!deadline_.over()) return true;
    if (!deadline_.stopped() || patience_ == Duration::zero()) return false;
    const auto now = deadline_.clock().now();
    if (!until_) {
      interrupt_child(child_);
      until_ = now + patience_;
    }
    return now < *until_;
  }
  /// Milliseconds to wait for output.
  [[nodiscard]] int pause() const {
    constexpr int kUntilLookedAgain = 50;
    return until_ ? kUntilLookedAgain : deadline_.poll_timeout();
  }

 private:
  const Child& child_;
  Duration patience_;
  const Deadline& deadline_;
  std::optional<TimePoint> until_;
};

model::Error ended_by_us(const Target& target, const Command& command, bool stopped) {
  return {.kind = stopped ? model::ErrorKind::interrupted : model::ErrorKind::no_answer,
          .what = stopped ? "stopped before the command had ended; it was killed"
                          : "the command did not end in time and was killed",
          .node = target.node,
          .command = quote(command.argv)};
}

}  // namespace

model::Result<ShellResult> LocalShell::run(const Target& target, const Command& command,
                                           const Deadline& deadline) {
  auto child = start_child(command);
  if (!child) {
    child.error().node = target.node;
    child.error().command = quote(command.argv);
    return std::unexpected(child.error());
  }
  Exchange exchange(*child, command);
  Farewell farewell(*child, command, deadline);
  // A daemon that the command left behind may keep the pipes open: the command's own end counts.
  while (true) {
    if (const auto status = exit_status(*child)) return exchange.finish(*status);
    if (!farewell.may_go_on()) break;
    if (exchange.streams_closed())
      deadline.clock().sleep_for(Duration{2});
    else
      exchange.step(farewell.pause());
  }
  kill_child(*child);
  return std::unexpected(ended_by_us(target, command, deadline.stopped()));
}

}  // namespace pgmahout::ports::local
