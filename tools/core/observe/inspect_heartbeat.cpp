#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <set>
#include <sstream>

#include "observe/inspect_parts.hpp"
#include "ports/files.hpp"

// Datagrams per socket are counted nowhere in /proc, and capturing them needs root and sees them
// before the firewall drops them. But Pgpool-II has processes that do nothing except wait for
// heartbeats (wd_heartbeat.c: recvfrom or select without a time limit, in a loop): each datagram
// that passed the firewall and reached the socket wakes one of them, once. So the number of times
// that they went to sleep again, their voluntary context switches, is the number of datagrams.
namespace pgmahout::observe {

namespace {

namespace fs = std::filesystem;

using Switches = std::map<std::string, std::int64_t>;  // process id to its voluntary switches

constexpr std::string_view kTitle = "heartbeat receiver";  // set_ps_display() in wd_heartbeat.c

std::int64_t voluntary_switches(const fs::path& process) {
  constexpr std::string_view kLabel = "\nvoluntary_ctxt_switches:";
  const std::string status = ports::read_file(process / "status").value_or("");
  const auto at = status.find(kLabel);
  if (at == std::string::npos) return 0;
  const auto digits = status.find_first_of("0123456789", at + kLabel.size());
  std::int64_t count = 0;
  std::from_chars(status.data() + digits, status.data() + status.size(), count);
  return count;
}

bool is_process(const fs::path& path) {
  const std::string name = path.filename();
  return std::ranges::all_of(name, [](char letter) { return letter >= '0' && letter <= '9'; });
}

Switches receivers() {
  Switches found;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator("/proc", ignored)) {
    if (!is_process(entry.path())) continue;
    const std::string title = ports::read_file(entry.path() / "cmdline").value_or("");
    if (title.find("pgpool") != std::string::npos && title.find(kTitle) != std::string::npos)
      found[entry.path().filename()] = voluntary_switches(entry.path());
  }
  return found;
}

std::int64_t woken(const Switches& before, const Switches& after) {
  std::int64_t sum = 0;
  for (const auto& [process, count] : after) {
    const auto first = before.find(process);
    if (first != before.end()) sum += std::max<std::int64_t>(0, count - first->second);
  }
  return sum;
}

// The kernel prints an address as words of four bytes in the machine's order, "0100007F".
std::string address_of(const std::string& hexadecimal) {
  std::array<std::uint32_t, 4> words{};
  const std::size_t count = hexadecimal.size() / 8;
  if (count != 1 && count != 4) return hexadecimal;
  for (std::size_t at = 0; at < count; ++at)
    std::from_chars(hexadecimal.data() + at * 8, hexadecimal.data() + at * 8 + 8, words.at(at), 16);
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(count == 1 ? AF_INET : AF_INET6, words.data(), text.data(), text.size());
  return text.data();
}

// Two that come while the machine is busy with others wake a process once, so a count that is too
// low is not believed before a second one, begun anew, is too low as well.
void listen(const InspectRequest& request, const ports::Deadline& deadline,
            model::HeartbeatState& state) {
  constexpr int kChances = 2;
  const auto wanted = std::chrono::duration_cast<ports::Duration>(
      std::chrono::duration<double>(request.listen_seconds));
  ports::Clock& clock = deadline.clock();
  for (int chance = 0; chance < kChances; ++chance) {
    const auto begin = clock.now();
    const Switches before = receivers();
    clock.sleep_for(std::min(wanted, deadline.remaining()));
    const Switches after = receivers();
    state.receivers = static_cast<int>(after.size());
    state.seconds = std::chrono::duration<double>(clock.now() - begin).count();
    state.heard = woken(before, after);
    if (state.heard >= request.enough_heartbeats || deadline.remaining() < wanted) return;
  }
}

}  // namespace

std::vector<std::string> parse_udp_sockets(const std::string& text, std::uint16_t port) {
  std::set<std::string> addresses;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string slot;
    std::string local;
    words >> slot >> local;
    const auto colon = local.find(':');
    if (colon == std::string::npos) continue;
    unsigned int number = 0;
    std::from_chars(local.data() + colon + 1, local.data() + local.size(), number, 16);
    if (number == port) addresses.insert(address_of(local.substr(0, colon)));
  }
  return {addresses.begin(), addresses.end()};
}

model::HeartbeatState inspect_heartbeat(const InspectRequest& request,
                                        const ports::Deadline& deadline) {
  model::HeartbeatState state;
  for (const char* table : {"/proc/net/udp", "/proc/net/udp6"})
    for (auto& address :
         parse_udp_sockets(ports::read_file(table).value_or(""), request.heartbeat_port))
      state.bound_to.push_back(std::move(address));
  listen(request, deadline, state);
  return state;
}

}  // namespace pgmahout::observe
