#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "observe/inspect_parts.hpp"
#include "observe/sha256.hpp"

using namespace pgmahout;
using namespace pgmahout::observe;

namespace {

constexpr const char* kWatchdog =
    "Watchdog Cluster Information \n"
    "Total Nodes              : 3\n"
    "Quorum state             : QUORUM EXIST\n"
    "Local node escalation    : NO\n"
    "Leader Node Name         : 10.0.0.1:9999 Linux postgres1\n"
    "Leader Host Name         : 10.0.0.1\n"
    "\n"
    "Watchdog Node Information \n"
    "Node Name         : 10.0.0.2:9999 Linux postgres2\n"
    "Host Name         : 10.0.0.2\n"
    "Delegate IP       : 10.0.0.100\n"
    "Status            : 7\n"
    "Status Name       : STANDBY\n"
    "Membership Status : MEMBER\n"
    "\n"
    "Node Name         : 10.0.0.1:9999 Linux postgres1\n"
    "Host Name         : 10.0.0.1\n"
    "Status Name       : LEADER\n"
    "Membership Status : MEMBER\n";

// From a machine: a socket on 0.0.0.0:9694, one on 127.0.0.1:9694 and one on another port.
constexpr const char* kUdp =
    "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n"
    "  107: 00000000:25DE 00000000:0000 07 00000000:00000000 00:00000000 00000000   108\n"
    "  107: 00000000:25DE 00000000:0000 07 00000000:00000000 00:00000000 00000000   108\n"
    "  108: 0100007F:25DE 00000000:0000 07 00000000:00000000 00:00000000 00000000   108\n"
    "  109: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000   108\n";

constexpr const char* kUdp6 =
    "  sl  local_address                         remote_address\n"
    "  107: 00000000000000000000000000000000:25DE 00000000000000000000000000000000:0000 07\n"
    "  108: 00000000000000000000000001000000:25DE 00000000000000000000000000000000:0000 07\n";

}  // namespace

TEST_CASE("pcp_watchdog_info is read") {
  const auto state = parse_watchdog(kWatchdog);
  REQUIRE(state);
  CHECK(state->quorum == "QUORUM EXIST");
  CHECK_FALSE(state->escalated);
  CHECK(state->leader_host == "10.0.0.1");
  REQUIRE(state->members.size() == 2);
  CHECK(state->members[0].host == "10.0.0.2");
  CHECK(state->members[0].status == "STANDBY");
  CHECK(state->members[0].membership == "MEMBER");
  CHECK(state->members[1].status == "LEADER");
}

TEST_CASE("what pcp_watchdog_info says without a watchdog is an error") {
  CHECK_FALSE(parse_watchdog(""));
  CHECK_FALSE(parse_watchdog("ERROR: watchdog is not enabled\n"));
}

TEST_CASE("the sockets on the heartbeat port are found") {
  CHECK(parse_udp_sockets(kUdp, 9694) == std::vector<std::string>{"0.0.0.0", "127.0.0.1"});
  CHECK(parse_udp_sockets(kUdp6, 9694) == std::vector<std::string>{"::", "::1"});
  CHECK(parse_udp_sockets(kUdp, 9695).empty());
  CHECK(parse_udp_sockets("", 9694).empty());
}

TEST_CASE("units are read in any order of their properties") {
  const auto units = parse_units(
      "Id=postgresql@15-main.service\nActiveState=active\nUnitFileState=enabled-runtime\n\n"
      "UnitFileState=\nActiveState=inactive\nId=pgpool2.service\n");
  REQUIRE(units.size() == 2);
  CHECK(units[0].name == "postgresql@15-main");
  CHECK(units[0].active == "active");
  CHECK(units[0].enabled == "enabled-runtime");
  CHECK(units[1].name == "pgpool2");
  CHECK(units[1].active == "inactive");
  CHECK(units[1].enabled.empty());
  CHECK(units[0].before_start.empty());
  CHECK(parse_units("").empty());
}

TEST_CASE("every command before a unit's start is read") {
  const auto units = parse_units(
      "Id=postgresql-15.service\nExecStartPre={ argv[]=/check-db-dir ; ignore_errors=no }\n"
      "ExecStartPre={ argv[]=/guard gate ; ignore_errors=no }\n\nId=pgpool.service\n");
  REQUIRE(units.size() == 2);
  CHECK(units[0].before_start ==
        "{ argv[]=/check-db-dir ; ignore_errors=no }\n{ argv[]=/guard gate ; ignore_errors=no }\n");
  CHECK(units[1].before_start.empty());
}

TEST_CASE("pool_passwd tells how, never what") {
  const auto kinds =
      parse_pool_passwords("# note:x\na:AESabc=\nb:TEXTsecret\nc:md5abc\nd:plain\nnonsense\n");
  CHECK(kinds == std::map<std::string, std::string>{
                     {"a", "AES"}, {"b", "TEXT"}, {"c", "md5"}, {"d", "other"}});
}

TEST_CASE("the kernel tells what is in force") {
  const auto values = inspect_kernel(
      {"net.ipv4.tcp_retries2", "net.ipv4.ping_group_range", "net.no_such", "../../etc/passwd"});
  REQUIRE(values.size() == 2);
  CHECK(std::stoi(values.at("net.ipv4.tcp_retries2")) > 0);
  const std::string& range = values.at("net.ipv4.ping_group_range");
  CHECK(range.find_first_not_of("0123456789 ") == std::string::npos);
  CHECK(std::ranges::count(range, ' ') == 1);
  CHECK(inspect_groups().front() == getegid());
}

TEST_CASE("a file is described by mode and hash") {
  const auto path = std::filesystem::temp_directory_path() / "pgmahout_inspect_file";
  std::ofstream(path) << "abc";
  chmod(path.c_str(), 0640);
  const auto file = inspect_file(path);
  std::filesystem::remove(path);
  CHECK(file.present);
  CHECK(file.mode == "0640");
  CHECK_FALSE(file.owner.empty());
  CHECK(file.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK_FALSE(inspect_file(path).present);
  CHECK(inspect_file("/proc").sha256.empty());
  CHECK(inspect_folder("/nowhere/at/all").empty());
}
