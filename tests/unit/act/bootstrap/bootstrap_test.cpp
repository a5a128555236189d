#include <doctest/doctest.h>

#include <deque>
#include <filesystem>
#include <string>
#include <vector>

#include "act/bootstrap/host_keys.hpp"
#include "act/bootstrap/key_pair.hpp"
#include "act/bootstrap/login.hpp"
#include "act/bootstrap/password.hpp"
#include "act/bootstrap/playbook.hpp"
#include "act/bootstrap/run_log.hpp"
#include "ports/fake_clock.hpp"
#include "temporary_directory.hpp"
#include "text.hpp"

using namespace pgmahout;
namespace fs = std::filesystem;

namespace {

/// Lets in as told, one answer after the other.
class FakeDoor : public ports::Door {
 public:
  explicit FakeDoor(std::deque<bool> answers) : answers_(std::move(answers)) {}
  model::Result<model::HostKey> host_key(const ports::Target& target,
                                         const ports::Deadline& /*deadline*/) override {
    return model::HostKey{.node = target.node};
  }
  model::Result<bool> lets_in(const ports::Target& target,
                              const ports::Deadline& /*deadline*/) override {
    knocked.push_back(target.ssh->user + (target.ssh->password.empty() ? " key" : " password"));
    if (answers_.empty())
      return std::unexpected(model::Error{.kind = model::ErrorKind::no_answer, .what = "silent"});
    const bool answer = answers_.front();
    answers_.pop_front();
    return answer;
  }
  std::vector<std::string> knocked;

 private:
  std::deque<bool> answers_;
};

/// Ends each command as told, and keeps what was run.
class FakeShell : public ports::Shell {
 public:
  explicit FakeShell(std::deque<ports::ShellResult> answers) : answers_(std::move(answers)) {}
  model::Result<ports::ShellResult> run(const ports::Target& target, const ports::Command& command,
                                        const ports::Deadline& /*deadline*/) override {
    ran.push_back(command);
    users.push_back(target.ssh ? target.ssh->user : "");
    if (answers_.empty()) return ports::ShellResult{};
    auto answer = answers_.front();
    answers_.pop_front();
    return answer;
  }
  std::vector<ports::Command> ran;
  std::vector<std::string> users;

 private:
  std::deque<ports::ShellResult> answers_;
};

const ports::ShellResult kNo{.exit_status = 1};
const ports::ShellResult kYes{};
const ports::ShellResult kAdded{.output = "added\n"};

/// One machine whose login is set up.
struct Scene {
  Scene(std::deque<bool> door_says, std::deque<ports::ShellResult> shell_says)
      : door(std::move(door_says)), shell(std::move(shell_says)) {}

  model::Result<model::LoginOutcome> set_up(model::LoginOutcome found) {
    return act::set_up_login({door, shell, {clock, ports::Duration{60000}}}, task,
                             std::move(found));
  }

  FakeClock clock;
  FakeDoor door;
  FakeShell shell;
  act::LoginTask task{.target = {.node = "n1", .ssh = ports::SshEndpoint{.user = "ops"}},
                      .password = model::Secret("s3cret"),
                      .public_key = "ssh-ed25519 AAAA pgmahout"};
  model::LoginOutcome nothing{.node = "n1", .user = "ops"};
};

bool is_in_argv(const FakeShell& shell, const std::string& text) {
  for (const auto& command : shell.ran)
    for (const auto& word : command.argv)
      if (word.find(text) != std::string::npos) return true;
  return false;
}

}  // namespace

TEST_CASE("a password becomes a key, and sudo without a password") {
  Scene scene({true, true}, {kAdded, kNo, kYes, kYes});
  const auto done = scene.set_up(scene.nothing);
  REQUIRE(done);
  CHECK(done->key_added);
  CHECK(done->sudo_added);
  CHECK(done->key_works);
  CHECK(done->becomes_root);
  CHECK(scene.door.knocked == std::vector<std::string>{"ops password", "ops key"});
  CHECK(scene.shell.ran[2].argv[0] == "sudo");
  CHECK(scene.shell.ran[2].input == "s3cret\n");
  CHECK(!is_in_argv(scene.shell, "s3cret"));
}

TEST_CASE("what is there already is left alone") {
  Scene scene({}, {});
  const model::LoginOutcome ready{
      .node = "n1", .user = "ops", .key_works = true, .becomes_root = true};
  CHECK(scene.set_up(ready) == ready);
  CHECK(scene.shell.ran.empty());
}

TEST_CASE("a wrong password is refused and nothing is run") {
  Scene scene({false}, {});
  const auto done = scene.set_up(scene.nothing);
  REQUIRE(!done);
  CHECK(done.error().kind == model::ErrorKind::refused);
  CHECK(scene.shell.ran.empty());
}

TEST_CASE("without a password nobody knocks") {
  Scene scene({}, {});
  scene.task.password = model::Secret();
  const auto done = scene.set_up(scene.nothing);
  REQUIRE(!done);
  CHECK(contains(done.error().hint, "--password-file"));
  CHECK(scene.door.knocked.empty());
}

TEST_CASE("root sets up the inventory's user, as that user") {
  Scene scene({true, true}, {kYes, kAdded, kNo, kYes, kYes});
  scene.task.first_user = "root";
  const auto done = scene.set_up(scene.nothing);
  REQUIRE(done);
  CHECK(done->becomes_root);
  CHECK(scene.shell.ran[1].argv[0] == "runuser");
  CHECK(scene.shell.users[3] == "root");
  CHECK(scene.shell.ran[3].input.empty());
}

TEST_CASE("a user who is not there is told, with what to write into the inventory") {
  Scene scene({true}, {kNo});
  scene.task.first_user = "root";
  const auto done = scene.set_up(scene.nothing);
  REQUIRE(!done);
  CHECK(contains(done.error().hint, "ansible_user: root"));
  CHECK(scene.shell.ran.size() == 1);
}

TEST_CASE("a name that is more than a name never gets into a file of sudo") {
  Scene scene({}, {});
  scene.task.target.ssh->user = "ops ALL";
  CHECK(!scene.set_up({.node = "n1", .user = "ops ALL", .key_works = true}));
  CHECK(scene.shell.ran.empty());
}

TEST_CASE("a silent machine is no answer") {
  Scene scene({}, {});
  const auto done = scene.set_up(scene.nothing);
  REQUIRE(!done);
  CHECK(done.error().kind == model::ErrorKind::no_answer);
}

TEST_CASE("host keys are added once, behind what was there, for the owner alone") {
  const test::TemporaryDirectory folder;
  const auto file = folder / ".ssh/known_hosts";
  const model::HostKey key{.node = "n1", .line = "10.0.0.1 ssh-ed25519 AAAA"};
  REQUIRE(act::pin_host_keys(file, {key}));
  REQUIRE(act::pin_host_keys(file, {key}));
  CHECK(content_of(file) == "10.0.0.1 ssh-ed25519 AAAA\n");
  CHECK((fs::status(file).permissions() & fs::perms::group_all) == fs::perms::none);
  folder.write(".ssh/known_hosts", "theirs");
  REQUIRE(act::pin_host_keys(file, {key}));
  CHECK(content_of(file) == "theirs\n10.0.0.1 ssh-ed25519 AAAA\n");
}

TEST_CASE("a linked file of host keys stays a link") {
  const test::TemporaryDirectory folder;
  const auto real = folder.write("real", "theirs\n");
  fs::create_symlink(real, folder / "link");
  REQUIRE(act::pin_host_keys(folder / "link", {{.node = "n1", .line = "ours"}}));
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(content_of(real) == "theirs\nours\n");
}

TEST_CASE("a password file that others may read is refused") {
  const test::TemporaryDirectory folder;
  const auto file = folder.write("password", "s3cret and blanks \nmore\n");
  fs::permissions(file, fs::perms::owner_read | fs::perms::group_read);
  const auto refused = act::read_password_file(file);
  REQUIRE(!refused);
  CHECK(refused.error().kind == model::ErrorKind::refused);
  fs::permissions(file, fs::perms::owner_read);
  CHECK(act::read_password_file(file)->reveal() == "s3cret and blanks ");
  CHECK(!act::read_password_file(folder / "none"));
}

TEST_CASE("logs are numbered, for the owner alone, and the last ten are kept") {
  const test::TemporaryDirectory folder;
  folder.write("run-x.log", "not ours\n");
  for (int run = 0; run < 12; ++run) {
    auto log = act::RunLog::make(folder / "state");
    REQUIRE(log);
    log->add("run " + std::to_string(run));
  }
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(folder / "state")) {
    CHECK(entry.status().permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    ++count;
  }
  CHECK(count == 10);
  CHECK(content_of(folder / "state/run-0012.log") == "run 11\n");
  CHECK(!fs::exists(folder / "state/run-0002.log"));
}

TEST_CASE("time left is what the plays took before, less what the present one has taken") {
  model::PlaybookProgress progress{.plays = {"a", "b", "c"}, .begun = 2, .play = "b"};
  const act::PlayTimes before{{"a", 1000}, {"b", 2000}, {"c", 4000}};
  CHECK(act::time_left(progress, before, 500) == 5500);
  CHECK(act::time_left(progress, before, 9000) == 4000);
  CHECK(act::time_left(progress, {{"a", 1}, {"b", 1}}, 0) == std::nullopt);
  CHECK(act::time_left(progress, {}, 0) == std::nullopt);
  progress.begun = 7;
  CHECK(act::time_left(progress, before, 0) == std::nullopt);
}

TEST_CASE("site.yml is found beside the inventory or above it") {
  const test::TemporaryDirectory folder;
  folder.write("site.yml", "");
  folder.write("roles/x/README.md", "");
  folder.write("inventories/mine/hosts.yml", "");
  const auto found = act::find_playbook("", folder / "inventories/mine");
  REQUIRE(found);
  CHECK(*found == fs::canonical(folder / "site.yml"));
  CHECK(act::find_playbook(folder / "none.yml", folder / "inventories/mine").error().kind ==
        model::ErrorKind::usage);
}
