// What is done about a Pgpool-II that answers nobody by PCP any more.
#include "act/guard/pcp_watch.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "act/journal.hpp"
#include "fake_node.hpp"
#include "temporary_directory.hpp"

using namespace pgmahout;
using ports::Duration;
using test::TemporaryDirectory;

namespace {

// A process of Pgpool-II's name, with a child of the title of the one that takes PCP connections,
// which waits, as that does, for the one of a client that says nothing.
class Pgpool {
 public:
  explicit Pgpool(FakeNode& node) {
    const auto program = directory_.path() / "pgpool";
    std::filesystem::create_symlink("/bin/bash", program);
    const std::string pcp = "exec -a 'pgpool: PCP: wait for connection request' bash -c '" +
                            ("echo > " + ready().string()) + "; sleep 60; true'";
    pid_ = fork();
    if (pid_ == 0) {
      setpgid(0, 0);
      execl(program.c_str(), program.c_str(), "-c", ("(" + pcp + "); true").c_str(), nullptr);
      _exit(127);
    }
    node.layout.pgpool_pid_file = directory_.path() / "pgpool.pid";
    std::ofstream(node.layout.pgpool_pid_file) << pid_ << '\n';
    for (int i = 0; i < 1000 && !std::filesystem::exists(ready()); ++i) pause();
    pause();
  }
  ~Pgpool() {
    if (pid_ < 0) return;
    kill(-pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  Pgpool(const Pgpool&) = delete;
  Pgpool& operator=(const Pgpool&) = delete;

  /// Whether it came to its end.
  bool goes_on() {
    for (int i = 0; i < 1000; ++i, pause()) {
      if (waitpid(pid_, nullptr, WNOHANG) != pid_) continue;
      pid_ = -1;
      return true;
    }
    return false;
  }
  bool waits() { return waitpid(pid_, nullptr, WNOHANG) == 0; }

 private:
  static void pause() { std::this_thread::sleep_for(std::chrono::milliseconds(10)); }
  [[nodiscard]] std::filesystem::path ready() const { return directory_.path() / "ready"; }

  TemporaryDirectory directory_;
  pid_t pid_ = -1;
};

void look(FakeNode& node, act::PcpWatch& watch, const std::vector<bool>& answers) {
  for (const bool answered : answers) {
    watch.look(answered);
    node.clock.sleep_for(Duration{4000});
  }
}

}  // namespace

TEST_CASE("conversations that hold up a Pgpool-II are ended") {
  FakeNode node;
  const auto context = node.context();
  Pgpool pgpool(node);
  act::PcpWatch watch(context);
  look(node, watch, {true, false, false});
  CHECK(pgpool.waits());
  look(node, watch, {false});
  CHECK(pgpool.goes_on());
  CHECK(node.store.records[act::kJournalRecord].contains("PCP conversations"));
}

TEST_CASE("a Pgpool-II that answers now and then is left alone, and one that does not run") {
  FakeNode node;
  const auto context = node.context();
  act::PcpWatch watch(context);
  {
    Pgpool pgpool(node);
    look(node, watch, {false, false, true, false, false, true});
    CHECK(pgpool.waits());
  }
  look(node, watch, {false, false, false, false});
  CHECK_FALSE(node.store.records.contains(act::kJournalRecord));
}
