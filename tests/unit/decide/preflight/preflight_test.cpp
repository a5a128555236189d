#include "decide/preflight/preflight.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

using namespace pgmahout;
using model::Verdict;

namespace {

model::MachineProbe fit_machine(const model::Cluster& cluster, const model::Node& node) {
  model::MachineProbe probe{.user = "debian",
                            .python = "3.11",
                            .os_id = "debian",
                            .os_version = "12",
                            .os_name = "Debian GNU/Linux 12 (bookworm)",
                            .architecture = "x86_64",
                            .init = "systemd",
                            .machine_id = "id of " + node.name,
                            .host_name = node.name,
                            .addresses = {{"lo", "127.0.0.1"}, {"eth0", node.address}},
                            .clock_offset_ms = 1000 + node.id,
                            .time_services = {"chrony"},
                            .memory_mb = 2000,
                            .free_mb = {{"/data", 20000}},
                            .sockets = {{"tcp", "0.0.0.0", 22, "sshd"}},
                            .privilege = model::Privilege::sudo,
                            .data = model::DataState::none,
                            .host_name_resolves = true,
                            .sockets_known = true};
  probe.packages = {.manager = "apt",
                    .available = {{"postgresql-15", {"15.8-0+deb12u1"}}, {"pgpool2", {"4.3.5-1"}}}};
  for (const auto& other : cluster.nodes)
    if (other.name != node.name) probe.peers[other.address] = "";
  return probe;
}

/// Three machines that are fit for a cluster: tests break one thing and look.
struct Fleet {
  model::Cluster cluster{.name = "zoo", .vip = "10.0.0.100"};
  model::Preflight seen;

  Fleet() {
    cluster.repository = model::Repository::none;
    for (int id = 0; id < 3; ++id) {
      const std::string number = std::to_string(id + 1);
      cluster.nodes.push_back({.name = "n" + number, .id = id, .address = "10.0.0." + number});
    }
    for (const auto& node : cluster.nodes)
      seen.nodes.emplace(node.name, fit_machine(cluster, node));
    seen.controller = {.ansible_version = "2.14.18",
                       .collections = {{"ansible.posix", "1.5.4"},
                                       {"community.crypto", "2.14.0"},
                                       {"community.general", "6.6.2"},
                                       {"community.postgresql", "2.4.2"}}};
  }
  model::MachineProbe& at(const std::string& name) { return *seen.nodes.at(name); }
  void silence(const std::string& name, model::ErrorKind kind) {
    seen.nodes.at(name) = std::unexpected(model::Error{.kind = kind, .what = "nothing came"});
  }
  [[nodiscard]] model::Verification look() const {
    return decide::judge_preflight({cluster, seen, {}});
  }
};

std::vector<std::string> not_fit(const Fleet& fleet) {
  std::vector<std::string> found;
  for (const auto& check : fleet.look().checks)
    if (check.verdict != Verdict::ok)
      found.push_back(check.id + " " + std::string(to_string(check.verdict)));
  return found;
}

std::vector<std::string> evidence(const Fleet& fleet, const std::string& id) {
  for (const auto& check : fleet.look().checks)
    if (check.id == id) return check.evidence;
  return {};
}

struct Fault {
  std::string what;
  std::function<void(Fleet&)> act;
  std::vector<std::string> seen;
};

const std::vector<Fault>& faults() {
  static const std::vector<Fault> kFaults{
      {"no Ansible",
       [](Fleet& f) { f.seen.controller = {}; },
       {"controller.ansible fail", "controller.collections skipped"}},
      {"an old Ansible",
       [](Fleet& f) { f.seen.controller.ansible_version = "2.13.9"; },
       {"controller.ansible fail"}},
      {"a new Ansible",
       [](Fleet& f) { f.seen.controller.ansible_version = "2.22.0b1"; },
       {"controller.ansible fail"}},
      {"no collection",
       [](Fleet& f) { f.seen.controller.collections.erase("community.crypto"); },
       {"controller.collections fail"}},
      {"a collection that is too new",
       [](Fleet& f) { f.seen.controller.collections["ansible.posix"] = "3.0.0"; },
       {"controller.collections fail"}},
      {"sudo asks",
       [](Fleet& f) { f.at("n2").privilege = model::Privilege::refused; },
       {"node.sudo fail"}},
      {"no Python", [](Fleet& f) { f.at("n2").python.clear(); }, {"node.python fail"}},
      {"an old system", [](Fleet& f) { f.at("n2").os_version = "10"; }, {"node.system fail"}},
      {"no systemd", [](Fleet& f) { f.at("n2").init = "init"; }, {"node.system fail"}},
      {"a small machine's processor",
       [](Fleet& f) { f.at("n2").architecture = "armv7l"; },
       {"node.system fail"}},
      {"a cloned machine",
       [](Fleet& f) { f.at("n3").machine_id = f.at("n1").machine_id; },
       {"node.identity fail"}},
      {"two of a name", [](Fleet& f) { f.at("n3").host_name = "n1"; }, {"node.identity fail"}},
      {"a name that nobody knows",
       [](Fleet& f) { f.at("n1").host_name_resolves = false; },
       {"node.host_name warn"}},
      {"another address", [](Fleet& f) { f.at("n1").addresses.pop_back(); }, {"node.address fail"}},
      {"a device that is not there",
       [](Fleet& f) { f.cluster.vip_interface = "eth7"; },
       {"node.address fail"}},
      {"little memory", [](Fleet& f) { f.at("n1").memory_mb = 899; }, {"node.memory fail"}},
      {"little space", [](Fleet& f) { f.at("n1").free_mb["/data"] = 1023; }, {"node.space fail"}},
      {"a port that is taken",
       [](Fleet& f) {
         f.at("n1").sockets.push_back({"tcp", "*", 9999, "haproxy"});
       },
       {"node.ports fail"}},
      {"a heartbeat port that is taken",
       [](Fleet& f) {
         f.at("n1").sockets.push_back({"udp", "*", 9694, "corosync"});
       },
       {"node.ports fail"}},
      {"a folder of somebody else's",
       [](Fleet& f) { f.at("n1").data = model::DataState::foreign; },
       {"node.data fail"}},
      {"data of two clusters",
       [](Fleet& f) {
         for (const char* name : {"n1", "n2"}) {
           f.at(name).data = model::DataState::cluster;
           f.at(name).system_identifier = name;
         }
       },
       {"node.data fail"}},
      {"logind removes IPC",
       [](Fleet& f) { f.at("n1").remove_ipc = {"/etc/x/zz.conf"}; },
       {"node.remove_ipc warn"}},
      {"clocks that differ",
       [](Fleet& f) { f.at("n1").clock_offset_ms = 12000; },
       {"time.agree fail"}},
      {"two time services",
       [](Fleet& f) {
         f.at("n1").time_services = {"ntp", "chrony"};
       },
       {"time.service warn"}},
      {"a wall between two",
       [](Fleet& f) { f.at("n1").peers["10.0.0.2"] = "timed out"; },
       {"network.peers fail"}},
      {"somebody at the virtual IP",
       [](Fleet& f) { f.at("n1").vip_answered_by = "0a:0b"; },
       {"network.vip fail"}},
      {"packages half installed",
       [](Fleet& f) { f.at("n1").packages.half_installed = {"x"}; },
       {"packages.manager warn"}},
      {"somebody installs",
       [](Fleet& f) { f.at("n1").packages.locked_by = "7"; },
       {"packages.manager warn"}},
      {"an old package",
       [](Fleet& f) { f.at("n1").packages.available["pgpool2"] = {"4.1.4-3"}; },
       {"packages.source fail"}},
      {"a source that is silent",
       [](Fleet& f) {
         f.at("n1").packages.available.clear();
         f.at("n1").packages.source_error = "E: no route";
       },
       {"packages.source warn"}},
      {"nightly upgrades",
       [](Fleet& f) { f.at("n1").packages.upgrades_itself = true; },
       {"packages.upgrades warn"}},
  };
  return kFaults;
}

}  // namespace

TEST_CASE("three fit machines are fit") {
  CHECK(not_fit(Fleet{}) == std::vector<std::string>{});
  CHECK(exit_code(Fleet{}.look()) == model::ExitCode::ok);
}

TEST_CASE("each fault of a machine is seen by its check, and by no other") {
  for (const auto& fault : faults()) {
    CAPTURE(fault.what);
    Fleet fleet;
    fault.act(fleet);
    CHECK(not_fit(fleet) == fault.seen);
  }
}

TEST_CASE("every check has an id of its own, and says what to do") {
  std::vector<std::string> ids;
  for (const auto& rule : decide::preflight_rules()) {
    CHECK(!rule.title.empty());
    CHECK(!rule.remedy.empty());
    for (const auto& id : ids) CHECK(id != rule.id);
    ids.emplace_back(rule.id);
  }
}

TEST_CASE("a silent machine is no answer, one that refuses us is a failure") {
  Fleet fleet;
  fleet.silence("n2", model::ErrorKind::no_answer);
  CHECK(exit_code(fleet.look()) == model::ExitCode::no_answer);
  CHECK(evidence(fleet, "node.reach") == std::vector<std::string>{"n2: nothing came"});
  fleet.silence("n2", model::ErrorKind::refused);
  CHECK(exit_code(fleet.look()) == model::ExitCode::not_as_it_should_be);
}

TEST_CASE("who of ours holds the virtual IP is no stranger, and a silent node may be the one") {
  Fleet fleet;
  fleet.at("n1").vip_answered_by = "0a:0b";
  fleet.at("n2").addresses.push_back({"eth0", "10.0.0.100"});
  CHECK(not_fit(fleet) == std::vector<std::string>{});
  fleet.silence("n2", model::ErrorKind::no_answer);
  for (const auto& check : fleet.look().checks)
    if (check.id == "network.vip") CHECK(check.verdict == Verdict::warn);
}

TEST_CASE("a running cluster is fit: our programs on our ports, one cluster's data") {
  Fleet fleet;
  for (const char* name : {"n1", "n2", "n3"}) {
    auto& probe = fleet.at(name);
    probe.data = model::DataState::cluster;
    probe.system_identifier = "7";
    probe.sockets.push_back({"tcp", "*", 5432, "postgres"});
    probe.sockets.push_back({"tcp", "*", 9999, "pgpool"});
    probe.packages.available.clear();
    probe.packages.installed = {{"postgresql-15", "15.8-0+deb12u1"}, {"pgpool2", "4.3.5-1"}};
  }
  CHECK(not_fit(fleet) == std::vector<std::string>{});
}

TEST_CASE("clocks at the ends of what a number can say do not overflow") {
  Fleet fleet;
  fleet.at("n1").clock_offset_ms = INT64_MIN;
  fleet.at("n2").clock_offset_ms = INT64_MAX;
  CHECK(not_fit(fleet) == std::vector<std::string>{"time.agree fail"});
}

TEST_CASE("branches of packages") {
  CHECK(decide::is_of_branch("15.8-0+deb12u1", "15"));
  CHECK(decide::is_of_branch("1:4.3.5-1", "4.3"));
  CHECK(!decide::is_of_branch("4.30.1", "4.3"));
  CHECK(!decide::is_of_branch("150", "15"));
  CHECK(decide::is_of_branch("15", "15"));
}
