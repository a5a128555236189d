#include "render/subject.hpp"

namespace pgmahout::render {

std::string archive_script(const model::Layout& layout) { return layout.etc + "/archive_wal"; }

std::string restore_script(const model::Layout& layout) { return layout.etc + "/restore_wal"; }

bool is_ipv6(const std::string& address) { return address.find(':') != std::string::npos; }

std::string host_network(const std::string& address) {
  return address + (is_ipv6(address) ? "/128" : "/32");
}

model::Result<std::string> vip_interface(const Subject& subject) {
  const std::string& given = subject.cluster.vip_interface;
  const std::string& device = given.empty() ? subject.node.interface : given;
  if (device.empty())
    return std::unexpected(
        model::Error{.kind = model::ErrorKind::invalid,
                     .what = "the network device that shall carry the VIP is not known",
                     .node = subject.node.name,
                     .hint = "give the machines' facts with --facts, or set pgmahout_interface for "
                             "this host or pgmahout_vip_interface for all"});
  // Pgpool-II splits if_up_cmd at blanks, and the name stands in sudoers.
  if (device.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                               "_-.@:") != std::string::npos ||
      device.size() > 15)
    return std::unexpected(model::Error{.kind = model::ErrorKind::invalid,
                                        .what = "\"" + device + "\" is not a network device",
                                        .node = subject.node.name,
                                        .hint = "ip -brief link lists the devices"});
  return device;
}

}  // namespace pgmahout::render
