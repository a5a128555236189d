#include <algorithm>
#include <cctype>

#include "settings/address.hpp"
#include "settings/types.hpp"

namespace pgmahout::settings::form {

namespace {

// NAMEDATALEN - 1: PostgreSQL cuts longer names, and then finds another one than was meant.
constexpr std::size_t kNameLength = 63;
// IFNAMSIZ - 1 of the Linux kernel.
constexpr std::size_t kInterfaceLength = 15;

bool all_of(const std::string& text, bool (*allowed)(char)) {
  return std::ranges::all_of(text, allowed);
}

bool is_control(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return byte < 0x20 || byte == 0x7F;
}

bool is_printable(const std::string& text) { return std::ranges::none_of(text, is_control); }

bool is_slot_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.';
}

bool is_cluster_name(const std::string& text) {
  return !text.empty() && text.size() <= kNameLength && all_of(text, is_name_character);
}

bool is_role_name(const std::string& text) {
  return !text.empty() && text.size() <= kNameLength && is_printable(text);
}

bool is_address(const std::string& text) { return parse_address(text).has_value(); }

bool is_network(const std::string& text) {
  const auto network = parse_network(text);
  return network && network->prefix > 0 && network->is_base(network->base);
}

bool is_host_or_address(const std::string& text) {
  return !text.empty() && text.front() != '-' && std::ranges::all_of(text, [](char c) {
    return is_name_character(c) || c == ':' || c == '%';
  });
}

bool is_path(const std::string& text) {
  const bool up = text.find("/../") != std::string::npos || text.ends_with("/..");
  return text.size() > 1 && text.front() == '/' && is_printable(text) && !up &&
         text.find_first_of("'\"\\%$`") == std::string::npos;
}

bool is_home_path(const std::string& text) {
  return !text.empty() && (text.front() == '/' || text.starts_with("~/")) && is_printable(text);
}

bool is_interface(const std::string& text) {
  return text.size() <= kInterfaceLength &&
         all_of(text, [](char c) { return is_name_character(c) || c == ':' || c == '@'; });
}

bool is_slot_name(const std::string& text) {
  return !text.empty() && text.size() <= kNameLength && all_of(text, is_slot_character);
}

bool is_pgpool_version(const std::string& text) {
  const auto version = model::parse_version(text);
  return version && version->major_number == 4 && version->minor_number >= 1 &&
         version->minor_number <= 7;
}

bool is_wal_size(const std::string& text) {
  if (text == "-1") return true;
  const std::size_t end = text.find_first_not_of("0123456789");
  if (end == 0 || text.empty() || text.size() > 12) return false;
  const std::string unit = end == std::string::npos ? "" : text.substr(end);
  return unit.empty() || unit == "kB" || unit == "MB" || unit == "GB" || unit == "TB";
}

}  // namespace

const TextForm kAnything{"text", "text without control characters", is_printable};
const TextForm kClusterName{"name", "1 to 63 letters, digits, \"_\", \"-\" or \".\"",
                            is_cluster_name};
const TextForm kRoleName{"role name", "1 to 63 bytes without control characters", is_role_name};
const TextForm kAddress{"IP address", "an IPv4 or IPv6 address", is_address};
const TextForm kNetwork{"network", "a network like 10.0.0.0/24 whose host bits are all 0",
                        is_network};
const TextForm kHostOrAddress{"host", "a host name or an IP address", is_host_or_address};
const TextForm kPath{"path", "an absolute path without quotes, \\, %, $ and \"..\"", is_path};
const TextForm kHomePath{"path", "an absolute path, or one that begins with \"~/\"", is_home_path};
const TextForm kInterface{"network device", "the name of a network device (at most 15 characters)",
                          is_interface};
const TextForm kSlotName{"slot name", "1 to 63 lower-case letters, digits or \"_\"", is_slot_name};
const TextForm kPgpoolVersion{"version", "a Pgpool-II version from 4.1 to 4.7, like 4.3 or 4.3.5",
                              is_pgpool_version};
const TextForm kWalSize{"size", "a size like 10GB, or -1 for no limit", is_wal_size};

}  // namespace pgmahout::settings::form
