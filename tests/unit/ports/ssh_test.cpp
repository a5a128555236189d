#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "ports/file_descriptor.hpp"
#include "ports/files.hpp"
#include "ports/local/child.hpp"
#include "ports/machine_shell.hpp"
#include "ports/ssh/ssh_door.hpp"

using namespace pgmahout;
namespace fs = std::filesystem;

namespace {

// A port that nobody listens on at this moment.
std::uint16_t free_port() {
  const ports::FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(bind(socket.get(), reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0);
  return ntohs(address.sin_port);
}

/// A real sshd on the loopback device, which lets root in by a key of its own; gone at the end,
/// with its folder.
class Sshd {
 public:
  Sshd()
      : folder_(fs::temp_directory_path() / ("sshd_" + std::to_string(::getpid()))),
        port_(free_port()) {
    fs::create_directories(folder_);
    fs::create_directories("/run/sshd");
    for (const char* key : {"host", "user"})
      REQUIRE(run({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file(key)}));
    const auto host_key = ports::read_file(file("host.pub"));
    REQUIRE(host_key);
    REQUIRE(ports::write_file(file("known_hosts"),
                              "[127.0.0.1]:" + std::to_string(port_) + " " + *host_key));
    child_ = *ports::local::start_child(
        {.argv = {"/usr/sbin/sshd", "-D", "-f", "/dev/null", "-p", std::to_string(port_), "-h",
                  file("host"), "-o", "ListenAddress=127.0.0.1", "-o", "PidFile=none", "-o",
                  "StrictModes=no", "-o", "UsePAM=yes", "-o",
                  "AuthorizedKeysFile=" + file("user.pub")}});
  }
  ~Sshd() {
    ports::local::kill_child(child_);
    fs::remove_all(folder_);
  }
  Sshd(const Sshd&) = delete;
  Sshd& operator=(const Sshd&) = delete;

  [[nodiscard]] ports::Target target() const {
    return {.node = "here",
            .ssh = ports::SshEndpoint{.host = "127.0.0.1",
                                      .port = port_,
                                      .user = "root",
                                      .private_key_file = file("user"),
                                      .known_hosts_file = file("known_hosts")}};
  }

 private:
  [[nodiscard]] std::string file(const std::string& name) const {
    return (folder_ / name).string();
  }
  static bool run(const std::vector<std::string>& argv) {
    ports::MachineShell shell;
    ports::SystemClock clock;
    const auto done = shell.run({.node = "here"}, {.argv = argv}, {clock, ports::Duration{10000}});
    return done && done->exit_status == 0;
  }

  fs::path folder_;
  std::uint16_t port_;
  ports::local::Child child_;
};

std::string answer(ports::Shell& shell, const ports::Target& target, const std::string& script) {
  ports::SystemClock clock;
  const auto done =
      shell.run(target, {.argv = {"sh", "-c", script}}, {clock, ports::Duration{10000}});
  return done ? done->output : "error: " + done.error().what;
}

// sshd needs a moment to listen.
std::string first_answer(ports::Shell& shell, const ports::Target& target,
                         const std::string& script) {
  ports::SystemClock clock;
  std::string output;
  (void)ports::wait_until(
      [&] {
        output = answer(shell, target, script);
        return !output.starts_with("error");
      },
      {clock, ports::Duration{10000}}, ports::Duration{50});
  return output;
}

}  // namespace

TEST_CASE("a connection serves the next command, unless it has died") {
  const Sshd sshd;
  ports::MachineShell shell;
  const std::string who = "echo $SSH_CONNECTION";
  const auto first = first_answer(shell, sshd.target(), who);
  CHECK(first.starts_with("127.0.0.1 "));
  CHECK(answer(shell, sshd.target(), who) == first);
  // The connection's own sshd is the parent of the command's shell; nothing tells us that it goes.
  const int server = std::stoi(answer(shell, sshd.target(), "echo $PPID"));
  REQUIRE(::kill(server, SIGKILL) == 0);
  ports::SystemClock clock;
  REQUIRE(ports::wait_until([&] { return ::kill(server, 0) != 0; }, {clock, ports::Duration{10000}},
                            ports::Duration{10}));
  const auto later = answer(shell, sshd.target(), who);
  CHECK(later.starts_with("127.0.0.1 "));
  CHECK(later != first);
}

TEST_CASE("a host key is shown whether or not it is pinned, and a changed one is told") {
  const Sshd sshd;
  ports::MachineShell shell;
  ports::ssh::SshDoor door;
  ports::SystemClock clock;
  const ports::Deadline deadline(clock, ports::Duration{20000});
  auto target = sshd.target();
  REQUIRE(first_answer(shell, target, "echo in") == "in\n");
  const auto pinned = door.host_key(target, deadline);
  REQUIRE(pinned);
  CHECK(pinned->state == model::HostKeyState::pinned);
  CHECK(pinned->type == "ssh-ed25519");
  CHECK(pinned->fingerprint.starts_with("SHA256:"));
  const std::string file = target.ssh->known_hosts_file;
  REQUIRE(fs::remove(file));
  CHECK(door.host_key(target, deadline)->state == model::HostKeyState::unknown);
  CHECK(door.lets_in(target, deadline).error().kind == model::ErrorKind::refused);
  // What is shown is what has to be written to be pinned.
  REQUIRE(ports::write_file(file, pinned->line + "\n"));
  CHECK(door.host_key(target, deadline)->state == model::HostKeyState::pinned);
  CHECK(door.lets_in(target, deadline) == true);
  std::string other = pinned->line;
  other.replace(other.size() - 8, 4, other.substr(other.size() - 8, 4) == "AAAA" ? "BBBB" : "AAAA");
  REQUIRE(ports::write_file(file, other + "\n"));
  CHECK(door.host_key(target, deadline)->state == model::HostKeyState::changed);
}

TEST_CASE("a key that the machine does not know is a plain no") {
  const Sshd sshd;
  ports::MachineShell shell;
  ports::ssh::SshDoor door;
  ports::SystemClock clock;
  auto target = sshd.target();
  REQUIRE(first_answer(shell, target, "echo in") == "in\n");
  target.ssh->private_key_file += ".none";
  CHECK(door.lets_in(target, {clock, ports::Duration{20000}}) == false);
}
