#include <ifaddrs.h>
#include <netdb.h>

#include <array>
#include <charconv>
#include <memory>
#include <sstream>

#include "observe/inspect_parts.hpp"
#include "ports/files.hpp"

namespace pgmahout::observe {

namespace {

struct HeldAddress {
  std::string device;
  std::string address;
};

// The address as text, without the %device of link-local ones.
std::string to_text(const sockaddr* address) {
  std::array<char, NI_MAXHOST> text{};
  const socklen_t size = address->sa_family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
  if (getnameinfo(address, size, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) != 0)
    return {};
  const std::string whole = text.data();
  return whole.substr(0, whole.find('%'));
}

std::vector<HeldAddress> held_addresses() {
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) return {};
  const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owner(list, &freeifaddrs);
  std::vector<HeldAddress> held;
  for (const ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next) {
    if (entry->ifa_addr == nullptr) continue;
    const int family = entry->ifa_addr->sa_family;
    if (family == AF_INET || family == AF_INET6)
      held.push_back({entry->ifa_name, to_text(entry->ifa_addr)});
  }
  return held;
}

// NAME=value or NAME="value" of /etc/os-release.
std::string os_release(const std::string& text, const std::string& name) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(name + "=")) continue;
    std::string value = line.substr(name.size() + 1);
    std::erase(value, '"');
    return value;
  }
  return {};
}

// MiB in steps of 64, as the roles count them: a new kernel or a balloon takes a few MiB more or
// less, and no parameter that is derived from it may change for that.
std::int64_t memory_mb() {
  const auto text = ports::read_file("/proc/meminfo");
  if (!text || !text->starts_with("MemTotal:")) return 0;
  const auto digits = text->find_first_of("0123456789");
  std::int64_t kib = 0;
  std::from_chars(text->data() + digits, text->data() + text->size(), kib);
  constexpr std::int64_t kStep = 64;
  return kib / 1024 / kStep * kStep;
}

// "type key" of every public host key, in the order in which the roles gather them: files are
// rendered from them.
std::vector<std::string> host_keys() {
  std::vector<std::string> keys;
  for (const std::string kind : {"ed25519", "ecdsa", "rsa"}) {
    const auto text = ports::read_file("/etc/ssh/ssh_host_" + kind + "_key.pub");
    std::istringstream words(text.value_or(""));
    std::string type;
    std::string key;
    if (words >> type >> key) keys.push_back(type + " " + key);
  }
  return keys;
}

// Ubuntu's releases are named by year and month, the others' by one number.
std::string os_version(const std::string& release) {
  const std::string version = os_release(release, "VERSION_ID");
  return os_release(release, "ID") == "ubuntu" ? version : version.substr(0, version.find('.'));
}

bool is_el(const std::string& release) {
  const std::string kin = os_release(release, "ID") + " " + os_release(release, "ID_LIKE");
  return kin.find("rhel") != std::string::npos || kin.find("fedora") != std::string::npos;
}

}  // namespace

std::vector<std::string> inspect_addresses() {
  std::vector<std::string> addresses;
  for (HeldAddress& held : held_addresses()) addresses.push_back(std::move(held.address));
  return addresses;
}

model::Facts inspect_facts(const std::string& address) {
  const std::string release = ports::read_file("/etc/os-release").value_or("");
  model::Facts facts{.os_family = is_el(release) ? model::OsFamily::el : model::OsFamily::debian,
                     .os_version = os_version(release),
                     .memory_mb = memory_mb(),
                     .interface = "",
                     .ssh_host_keys = host_keys()};
  for (const HeldAddress& held : held_addresses())
    if (held.address == address) facts.interface = held.device;
  return facts;
}

}  // namespace pgmahout::observe
