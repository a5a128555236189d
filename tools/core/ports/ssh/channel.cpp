#include "ports/ssh/channel.hpp"

#include <poll.h>

#include <array>

#include "ports/ssh/session.hpp"

namespace pgmahout::ports::ssh {

void Channel::Free::operator()(ssh_channel channel) const { ssh_channel_free(channel); }

Channel::Channel(ssh_session session, const Target& target)
    : session_(session), target_(target), channel_(ssh_channel_new(session)) {}

model::Result<void> Channel::start(const Command& command, const Deadline& deadline) {
  const int opened = repeat(session_, SSH_AGAIN, deadline,
                            [&] { return ssh_channel_open_session(channel_.get()); });
  if (opened == SSH_AGAIN)
    return std::unexpected(too_late(target_, deadline, "sshd does not open a session in time"));
  if (opened != SSH_OK)
    return std::unexpected(ssh_error(session_, target_, "sshd opens no session"));
  const std::string line = quote(command.argv);
  const int started = repeat(session_, SSH_AGAIN, deadline, [&] {
    return ssh_channel_request_exec(channel_.get(), line.c_str());
  });
  if (started == SSH_OK) return {};
  if (started == SSH_AGAIN) return std::unexpected(lost(command, deadline));
  return std::unexpected(ssh_error(session_, target_, "sshd does not run the command"));
}

// False when the connection is broken.
bool Channel::send(std::string_view& rest) {
  constexpr std::string_view::size_type kChunk = 16384;
  if (!rest.empty()) {
    const auto size = static_cast<std::uint32_t>(std::min(rest.size(), kChunk));
    const int written = ssh_channel_write(channel_.get(), rest.data(), size);
    if (written == SSH_ERROR) return false;
    if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
    if (rest.empty()) return ssh_channel_send_eof(channel_.get()) != SSH_ERROR;
  }
  return true;
}

// False when the connection is broken.
bool Channel::receive(bool from_errors, StreamCapture& capture) {
  constexpr int kRounds = 16;
  std::array<char, 32768> buffer{};
  for (int round = 0; round < kRounds; ++round) {
    const int got = ssh_channel_read_nonblocking(channel_.get(), buffer.data(), buffer.size(),
                                                 from_errors ? 1 : 0);
    if (got == SSH_ERROR) return false;
    if (got <= 0) return true;
    capture.append({buffer.data(), static_cast<std::size_t>(got)});
  }
  return true;
}

// Looking for data takes in whatever has arrived, also the command's end: then nothing more comes,
// and there is nothing to wait for.
void Channel::wait(const Deadline& deadline, bool sending) {
  if (ssh_channel_poll(channel_.get(), 0) > 0 || ssh_channel_poll(channel_.get(), 1) > 0) return;
  if (has_ended()) return;
  pollfd entry{.fd = ssh_get_fd(session_), .events = POLLIN, .revents = 0};
  if (sending || (ssh_get_poll_flags(session_) & SSH_WRITE_PENDING) != 0) entry.events |= POLLOUT;
  poll(&entry, 1, deadline.poll_timeout());
}

bool Channel::has_ended() const {
  return ssh_channel_is_eof(channel_.get()) != 0 &&
         ssh_channel_get_exit_status(channel_.get()) >= 0;
}

model::Error Channel::lost(const Command& command, const Deadline& deadline) const {
  const bool broken = !deadline.over();
  auto error = too_late(target_, deadline,
                        broken ? "the SSH connection broke before the command had ended"
                               : "the command did not end in time");
  error.command = quote(command.argv);
  error.hint = "whether it did its work is not known; running it again finds out";
  return error;
}

model::Result<ShellResult> Channel::run(const Command& command, const Deadline& deadline) {
  if (auto started = start(command, deadline); !started) return std::unexpected(started.error());
  StreamCapture output(command.output_limit, command.on_output_line);
  StreamCapture errors(command.output_limit, command.on_error_line);
  std::string_view rest = command.input;
  if (rest.empty()) ssh_channel_send_eof(channel_.get());
  while (!has_ended()) {
    if (deadline.over() || !send(rest) || !receive(false, output) || !receive(true, errors))
      return std::unexpected(lost(command, deadline));
    if (ssh_channel_is_closed(channel_.get()) || ssh_is_connected(session_) == 0) break;
    wait(deadline, !rest.empty());
  }
  (void)receive(false, output);
  (void)receive(true, errors);
  const int status = ssh_channel_get_exit_status(channel_.get());
  if (status < 0) return std::unexpected(lost(command, deadline));
  output.finish();
  errors.finish();
  return ShellResult{.exit_status = status,
                     .output = output.take(),
                     .errors = errors.take(),
                     .truncated = output.truncated() || errors.truncated()};
}

}  // namespace pgmahout::ports::ssh
