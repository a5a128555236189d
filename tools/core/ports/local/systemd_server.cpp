#include "ports/local/systemd_server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "ports/files.hpp"

namespace pgmahout::ports::local {

namespace fs = std::filesystem;

std::optional<int> find_postmaster(const std::string& data_directory) {
  std::ifstream file(fs::path(data_directory) / "postmaster.pid");
  int pid = 0;
  if (!(file >> pid) || pid <= 0) return std::nullopt;
  // The postmaster works in its data directory; a process that merely got the number does not.
  std::error_code failure;
  const auto works_in = fs::read_symlink("/proc/" + std::to_string(pid) + "/cwd", failure);
  if (failure) return std::nullopt;
  if (!fs::equivalent(works_in, data_directory, failure)) return std::nullopt;
  return pid;
}

std::optional<int> SystemdServer::postmaster() { return find_postmaster(place_.data_directory); }

model::Result<model::ControlData> SystemdServer::control_data(const Deadline& deadline) {
  const Target here{.node = place_.node};
  const Command command{.argv = {place_.binaries + "/pg_controldata", "-D", place_.data_directory},
                        .environment = {{"LC_ALL", "C"}}};
  const auto done = expect_success(shell_.run(here, command, deadline), here, command);
  if (!done) return std::unexpected(done.error());
  return model::parse_control_data(done->output);
}

// Exactly these words are allowed by sudoers, no others.
model::Result<void> SystemdServer::systemctl(const std::string& verb, const Deadline& deadline) {
  const Target here{.node = place_.node};
  const Command command{.argv = {"sudo", "-n", place_.systemctl, verb, place_.unit}};
  auto done = expect_success(shell_.run(here, command, deadline), here, command);
  if (done) return {};
  done.error().hint = "see: journalctl -u " + place_.unit;
  return std::unexpected(done.error());
}

model::ServiceState parse_active_state(std::string_view printed) {
  while (printed.ends_with('\n')) printed.remove_suffix(1);
  if (printed == "active" || printed == "reloading") return model::ServiceState::running;
  if (printed == "failed") return model::ServiceState::failed;
  if (printed == "inactive") return model::ServiceState::stopped;
  return model::ServiceState::changing;
}

// "show" answers everybody, and its --value is as old as systemd 230.
model::Result<model::ServiceState> SystemdServer::service_state(const Deadline& deadline) {
  const Target here{.node = place_.node};
  const Command command{
      .argv = {place_.systemctl, "show", "--property=ActiveState", "--value", place_.unit}};
  const auto done = expect_success(shell_.run(here, command, deadline), here, command);
  if (!done) return std::unexpected(done.error());
  return parse_active_state(done->output);
}

model::Result<void> SystemdServer::start(const Deadline& deadline) {
  return systemctl("start", deadline);
}

bool SystemdServer::gone_within(const Deadline& deadline) {
  return wait_until([&] { return !postmaster(); }, deadline, Duration{10});
}

// The signal that pg_ctl sends for a fast stop.
void SystemdServer::ask_to_stop() {
  if (const auto pid = postmaster()) kill(*pid, SIGINT);
}

// systemd knows nothing of a server that was started without it: that one is told by hand. Not the
// others: their unit would count as failed, not as stopped.
model::Result<void> SystemdServer::stop_orderly(const Deadline& deadline) {
  if (auto done = systemctl("stop", deadline); !done) return done;
  ask_to_stop();
  if (gone_within(deadline)) return {};
  return std::unexpected(
      model::Error{.kind = model::ErrorKind::failed,
                   .what = fmt::format("the postmaster in {} does not end", place_.data_directory),
                   .node = place_.node,
                   .hint = "its log says what it waits for; in the end: pg_ctl stop -m immediate"});
}

// SIGQUIT makes a postmaster end its children at once and leave; one that does not within half of
// the time is killed, and its children notice that within moments.
model::Result<void> SystemdServer::stop_at_once(const Deadline& deadline) {
  if (const auto pid = postmaster()) {
    kill(*pid, SIGQUIT);
    if (!gone_within(deadline.within(deadline.remaining() / 2))) kill(*pid, SIGKILL);
  }
  if (gone_within(deadline)) return {};
  return std::unexpected(
      model::Error{.kind = model::ErrorKind::no_answer,
                   .what = "the postmaster does not end, not even by SIGKILL",
                   .node = place_.node,
                   .hint = "it waits for a disk, most likely: switch the machine off"});
}

model::Result<void> SystemdServer::stop(StopMode mode, const Deadline& deadline) {
  if (mode == StopMode::orderly) return stop_orderly(deadline);
  return stop_at_once(deadline);
}

bool SystemdServer::has_standby_signal() {
  std::error_code failure;
  return fs::exists(fs::path(place_.data_directory) / "standby.signal", failure);
}

// The server renames it as soon as it has read it (xlogrecovery.c).
bool SystemdServer::is_fresh_copy() {
  std::error_code failure;
  return fs::exists(fs::path(place_.data_directory) / "backup_label", failure);
}

std::optional<std::uint64_t> SystemdServer::free_bytes() {
  const fs::path data = place_.data_directory;
  std::error_code failure;
  const auto of_files = fs::space(data, failure);
  if (failure) return std::nullopt;
  const auto of_wal = fs::space(data / "pg_wal", failure);
  if (failure) return std::nullopt;
  return std::min(of_files.available, of_wal.available);
}

model::Result<void> SystemdServer::set_standby_signal(bool present) {
  const fs::path file = fs::path(place_.data_directory) / "standby.signal";
  if (present) return write_file(file, "");
  if (auto done = remove_tree(file); !done) return done;
  return sync_directory(file.parent_path());
}

std::string SystemdServer::data_file(const std::string& name) {
  return read_file(fs::path(place_.data_directory) / name).value_or("");
}

model::Result<void> SystemdServer::leave_note(const std::string& name, std::string_view content) {
  return write_file(fs::path(place_.socket) / name, content);
}

}  // namespace pgmahout::ports::local
