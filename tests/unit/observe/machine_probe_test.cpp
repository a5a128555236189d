#include "observe/machine_probe.hpp"

#include <doctest/doctest.h>

#include <string>

#include "observe/controller_probe.hpp"
#include "observe/playbook_event.hpp"

using namespace pgmahout;

namespace {

constexpr std::string_view kAnswer =
    "user=debian\n"
    "privilege=sudo\n"
    "clock_ms=1700000000123\n"
    "os_id=debian\n"
    "os_version=12\n"
    "memory_kb=2097152\n"
    "address=eth0 10.0.0.1\n"
    "sockets=known\n"
    "socket=tcp LISTEN 0 128 [::]:22 [::]:* users:((\"sshd\",pid=1,fd=3))\n"
    "socket=udp UNCONN 0 0 127.0.0.1%lo:323 0.0.0.0:*\n"
    "free_kb=2048 /data with blanks\n"
    "data=cluster\n"
    "identifier=7412345678901234567\n"
    "available=pgpool2 4.3.5-1\n"
    "available=pgpool2 4.1.4-3\n"
    "installed=pgpool2 4.3.5-1\n"
    "peer=10.0.0.2 \n"
    "peer=10.0.0.3 [Errno 111] Connection refused\n"
    "vip_lladdr=\n"
    "end=yes\n";

}  // namespace

TEST_CASE("what a machine says of itself") {
  const auto probe = observe::read_machine_probe(kAnswer);
  CHECK(probe.user == "debian");
  CHECK(probe.privilege == model::Privilege::sudo);
  CHECK(probe.clock_offset_ms == 1700000000123);
  CHECK(probe.memory_mb == 2048);
  REQUIRE(probe.addresses.size() == 1);
  CHECK(probe.addresses[0].device == "eth0");
  REQUIRE(probe.sockets.size() == 2);
  CHECK(probe.sockets[0].address == "::");
  CHECK(probe.sockets[0].port == 22);
  CHECK(probe.sockets[0].process == "sshd");
  CHECK(probe.sockets[1].process.empty());
  CHECK(probe.free_mb.at("/data with blanks") == 2);
  CHECK(probe.data == model::DataState::cluster);
  CHECK(probe.packages.available.at("pgpool2").size() == 2);
  CHECK(probe.peers.at("10.0.0.2").empty());
  CHECK(probe.peers.at("10.0.0.3") == "[Errno 111] Connection refused");
  CHECK(probe.vip_answered_by.empty());
}

TEST_CASE("what cannot be read counts for nothing") {
  const auto probe = observe::read_machine_probe(
      "=\nno equals sign\nunknown=1\nmemory_kb=many\nmemory_kb=\nclock_ms=99999999999999999999\n"
      "socket=tcp\nsocket=tcp LISTEN 0 0 nowhere x\nsocket=tcp L 0 0 *:70000 x\nfree_kb= /a\n"
      "privilege=god\ndata=\naddress=eth0\npeer=\nuser=first\nuser=second\nsocket=");
  CHECK(probe.memory_mb == 0);
  CHECK(!probe.clock_offset_ms);
  CHECK(probe.sockets.empty());
  CHECK(probe.free_mb.empty());
  CHECK(probe.addresses.empty());
  CHECK(probe.peers.empty());
  CHECK(probe.privilege == model::Privilege::refused);
  CHECK(probe.user == "first");
}

TEST_CASE("a machine that never stops talking does not fill our memory") {
  std::string much;
  for (int line = 0; line < 20000; ++line) much += "half=package" + std::to_string(line) + "\n";
  CHECK(observe::read_machine_probe(much).packages.half_installed.size() == 1000);
}

TEST_CASE("the question holds the script on standard input only, and each peer") {
  model::Cluster cluster{.vip = "10.0.0.9"};
  for (const char* number : {"1", "2"})
    cluster.nodes.push_back(
        {.name = std::string("n") + number, .address = std::string("10.0.0.") + number});
  const auto question = observe::machine_question(cluster, cluster.nodes[0]);
  CHECK(question.input == observe::machine_script());
  CHECK(question.argv.back() == "10.0.0.2:22");
  CHECK(question.argv[3] == "machine");
  CHECK(question.argv[4] == "10.0.0.9");
}

TEST_CASE("the version of Ansible") {
  CHECK(observe::read_ansible_version("ansible-playbook [core 2.14.18]\n  config file = x\n") ==
        "2.14.18");
  CHECK(observe::read_ansible_version("ansible-playbook [core 2.19.0b1 (x)]") == "2.19.0b1");
  CHECK(observe::read_ansible_version("ansible-playbook 2.9.27\n").empty());
  CHECK(observe::read_ansible_version("").empty());
}

TEST_CASE("of collections the first one found counts") {
  const auto found = observe::read_collections(
      R"({"/z": {"ansible.posix": {"version": "1.5.4"}, "x.y": 3},
          "/a": {"ansible.posix": {"version": "1.0.0"}, "a.b": {"version": "2.0.0"}}})");
  CHECK(found.at("ansible.posix") == "1.5.4");
  CHECK(found.at("a.b") == "2.0.0");
  CHECK(!found.contains("x.y"));
  CHECK(observe::read_collections("[]").empty());
  CHECK(observe::read_collections("{\"a\": 1}").empty());
  CHECK(observe::read_collections("no JSON").empty());
}

TEST_CASE("events of a playbook") {
  model::PlaybookProgress progress;
  const auto hear = [&](const std::string& event) {
    observe::read_playbook_event("\x1e" + event, progress);
  };
  hear(R"({"event": "begin", "plays": ["Facts", "System"]})");
  hear(R"({"event": "play", "name": "Facts"})");
  hear(R"({"event": "task", "name": "Ask"})");
  hear(R"({"event": "start", "host": "n1", "task": "Ask"})");
  hear(R"({"event": "start", "host": "n2", "task": "Ask"})");
  CHECK(progress.plays.size() == 2);
  CHECK(progress.running.size() == 2);
  hear(R"({"event": "ok", "host": "n1", "task": "Ask", "changed": true})");
  hear(R"({"event": "failed", "host": "n2", "task": "Ask", "message": "no", "changed": false})");
  CHECK(progress.running.empty());
  CHECK(progress.recap.at("n1").changed == 1);
  CHECK(progress.changed.at("n1") == std::vector<std::string>{"Ask"});
  CHECK(progress.failures == std::vector<model::TaskFailure>{{"Ask", "n2", "no"}});
  hear(R"({"event": "end", "hosts": {"n1": {"ok": 9, "changed": 4, "failed": 0}}})");
  CHECK(progress.recap.size() == 1);
  CHECK(progress.recap.at("n1").changed == 4);
}

TEST_CASE("what is no event changes nothing") {
  model::PlaybookProgress progress;
  for (const std::string line :
       {"TASK [x]", "", "\x1e", "\x1e{", "\x1e[]", "\x1e{\"event\": 3}", "\x1e{\"event\": \"fly\"}",
        "\x1e{\"event\": \"begin\", \"plays\": {}}", "\x1e{\"event\": \"end\", \"hosts\": []}"})
    observe::read_playbook_event(line, progress);
  CHECK(progress.plays.empty());
  CHECK(progress.recap.empty());
  CHECK(!observe::is_playbook_event("{}"));
}
