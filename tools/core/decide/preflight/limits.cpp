#include "decide/preflight/limits.hpp"

namespace pgmahout::decide {

namespace {

constexpr std::array<SupportedSystem, 7> kSystems{{{"Debian", "debian", "11 12 13"},
                                                   {"Ubuntu", "ubuntu", "22 24"},
                                                   {"AlmaLinux", "almalinux", "8 9"},
                                                   {"Rocky", "rocky", "8 9"},
                                                   {"RedHat", "rhel", "8 9"},
                                                   {"CentOS", "centos", "8 9"},
                                                   {"OracleLinux", "ol", "8 9"}}};

constexpr std::array<std::string_view, 2> kArchitectures{"x86_64", "aarch64"};

constexpr std::array<NeededCollection, 4> kCollections{{{"ansible.posix", {1, 5, 4}, 3},
                                                        {"community.crypto", {2, 14, 0}, 4},
                                                        {"community.general", {6, 6, 2}, 13},
                                                        {"community.postgresql", {2, 4, 2}, 5}}};

}  // namespace

std::span<const SupportedSystem> supported_systems() { return kSystems; }

std::span<const std::string_view> supported_architectures() { return kArchitectures; }

std::span<const NeededCollection> needed_collections() { return kCollections; }

std::string major_of(const std::string& version) { return version.substr(0, version.find('.')); }

bool is_of_branch(const std::string& version, const std::string& branch) {
  const auto colon = version.find(':');
  const std::string plain = colon == std::string::npos ? version : version.substr(colon + 1);
  if (!plain.starts_with(branch)) return false;
  return plain.size() == branch.size() || plain[branch.size()] < '0' || plain[branch.size()] > '9';
}

}  // namespace pgmahout::decide
