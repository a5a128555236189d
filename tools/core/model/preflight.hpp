#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/error.hpp"

namespace pgmahout::model {

/// How the login that the inventory names becomes root.
enum class Privilege : std::uint8_t {
  root,    ///< it is root: no sudo is needed, nor need it be installed
  sudo,    ///< sudo asks for nothing
  refused  ///< there is no sudo, or it wants a password or a terminal
};

/// A socket that somebody listens on.
struct ListeningSocket {
  std::string protocol;  ///< tcp, udp
  std::string address;   ///< as ss(8) writes it, without brackets
  int port = 0;
  std::string process;  ///< empty: not known
};

/// An address of a machine.
struct MachineAddress {
  std::string device;
  std::string address;  ///< without prefix and zone
};

/// What the data directory of a machine holds.
enum class DataState : std::uint8_t {
  unknown,  ///< it may not be looked into
  none,     ///< it is missing or empty
  foreign,  ///< something that is no PostgreSQL data
  cluster,
};

/// How the packages of a machine stand; nothing of it was changed by asking.
struct PackageState {
  std::string manager;                           ///< apt, dnf; empty: neither
  std::vector<std::string> half_installed;       ///< packages that an interrupted run left
  std::string locked_by;                         ///< pid of whoever holds the lock; empty: nobody
  std::map<std::string, std::string> installed;  ///< version by package
  std::map<std::string, std::vector<std::string>> available;  ///< versions by package
  std::string source_error;  ///< why no source could be read; empty: they could
  bool upgrades_itself = false;
};

/// All that a machine says before anything of ours is on it.
struct MachineProbe {
  std::string user;
  std::string sudo_error;  ///< sudo's own words
  std::string python;      ///< "3.11"; empty: none
  std::string os_id;       ///< ID of /etc/os-release: "debian"
  std::string os_version;  ///< VERSION_ID: "12", "22.04"
  std::string os_name;     ///< PRETTY_NAME
  std::string architecture;
  std::string init;  ///< name of process 1
  std::string machine_id;
  std::string host_name;
  std::vector<MachineAddress> addresses;
  std::optional<std::int64_t> clock_offset_ms;  ///< less the controller's; only differences count
  std::vector<std::string> time_services;       ///< that run
  std::int64_t memory_mb = 0;
  std::map<std::string, std::int64_t> free_mb;  ///< of the nearest directory that exists, by path
  std::vector<ListeningSocket> sockets;
  std::string system_identifier;  ///< empty: not known
  PackageState packages;
  std::vector<std::string> remove_ipc;       ///< files that win over ours and let logind remove IPC
  std::map<std::string, std::string> peers;  ///< why that address cannot be reached; empty: it can
  std::string vip_answered_by;               ///< link-layer address of whoever has the VIP
  Privilege privilege = Privilege::refused;
  DataState data = DataState::unknown;
  bool container = false;
  bool host_name_resolves = false;
  bool sockets_known = false;
};

/// What the machine says that the command itself runs on.
struct ControllerProbe {
  std::string ansible_version;                     ///< of ansible-core; empty: there is none
  std::map<std::string, std::string> collections;  ///< version by name
  std::string error;                               ///< why one of both is not known
};

/// What everybody said.
struct Preflight {
  ControllerProbe controller;
  std::map<std::string, Result<MachineProbe>> nodes;  ///< by name
};

}  // namespace pgmahout::model
