// The guard's watch over the virtual IP. An address of the loopback device stands for one that is
// here; unless a test says so, no Pgpool-II runs.
#include "act/guard/vip_watch.hpp"

#include <doctest/doctest.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>

#include "fake_node.hpp"

using namespace pgmahout;
using ports::Duration;

namespace {

FakeNode node_with(const std::string& vip) {
  FakeNode node;
  node.cluster.vip = vip;
  node.cluster.network_prefix = 8;
  node.cluster.vip_interface = "lo";
  node.layout.ip_command = "/sbin/ip";
  node.layout.arping_command = "/sbin/arping";
  node.layout.pgpool_pid_file = "/nonexistent";
  return node;
}

struct VipNode {
  explicit VipNode(const std::string& vip) : node(node_with(vip)) {}

  void look_for(Duration time) {
    const auto until = node.clock.now() + time;
    while (node.clock.now() < until) {
      watch.look();
      node.clock.sleep_for(Duration{500});
    }
  }
  [[nodiscard]] auto count(const std::string& line) const {
    return std::ranges::count(node.shell.lines, line);
  }

  FakeNode node;
  act::Context context = node.context();
  act::VipWatch watch{context};
};

// This process, under the name of Pgpool-II.
class PgpoolHere {
 public:
  PgpoolHere() {
    prctl(PR_GET_NAME, name_.data());
    prctl(PR_SET_NAME, "pgpool");
    std::ofstream(file_) << getpid() << "\n";
  }
  ~PgpoolHere() {
    prctl(PR_SET_NAME, name_.data());
    static_cast<void>(std::remove(file_.c_str()));
  }
  PgpoolHere(const PgpoolHere&) = delete;
  PgpoolHere& operator=(const PgpoolHere&) = delete;
  [[nodiscard]] const std::string& pid_file() const { return file_; }

 private:
  std::array<char, 16> name_{};
  std::string file_ = "/tmp/pgmahout-vip-watch-" + std::to_string(getpid());
};

const char* const kAway = "192.0.2.99";
const char* const kHere = "127.0.0.1";
const char* const kDrop = "sudo -n /sbin/ip addr del 127.0.0.1/8 dev lo";
const char* const kAnnounce = "sudo -n /sbin/arping -U 127.0.0.1 -w 1 -I lo";

}  // namespace

TEST_CASE("an address that is not here is nobody's business") {
  VipNode world(kAway);
  world.look_for(Duration{10000});
  CHECK(world.node.shell.lines.empty());
}

TEST_CASE("an address that a dead Pgpool-II left behind is taken away, after a moment") {
  VipNode world(kHere);
  world.look_for(Duration{2000});
  CHECK(world.count(kDrop) == 0);
  world.look_for(Duration{1000});
  CHECK(world.count(kDrop) == 1);
  CHECK(world.count(kAnnounce) == 0);
}

TEST_CASE("an address that came is announced four times, then no more; a wrong one never") {
  VipNode wrong(kAway);
  wrong.look_for(Duration{1000});
  wrong.node.cluster.vip = kHere;
  wrong.look_for(Duration{20000});
  CHECK(wrong.count(kAnnounce) == 0);

  VipNode world(kAway);
  const PgpoolHere pgpool;
  world.node.layout.pgpool_pid_file = pgpool.pid_file();
  world.node.shell.status = "LEADER";
  world.look_for(Duration{1000});
  world.node.cluster.vip = kHere;
  world.look_for(Duration{500});
  CHECK(world.count(kAnnounce) == 0);
  world.look_for(Duration{1500});
  CHECK(world.count(kAnnounce) == 1);
  world.look_for(Duration{20000});
  CHECK(world.count(kAnnounce) == 4);
}
