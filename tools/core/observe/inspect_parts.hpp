#pragma once

#include "observe/inspect.hpp"

// The parts of inspect(), one file each.
namespace pgmahout::observe {

/// inspect_machine.cpp: what the machine says of itself. `address` finds the network device.
[[nodiscard]] model::Facts inspect_facts(const std::string& address);
[[nodiscard]] std::vector<std::string> inspect_addresses();

/// inspect_kernel.cpp: sysctl's name to the value that is in force; what cannot be read is left
/// out.
[[nodiscard]] std::map<std::string, std::string> inspect_kernel(
    const std::vector<std::string>& names);
/// The numbers of the groups of the user that asks.
[[nodiscard]] std::vector<std::int64_t> inspect_groups();

/// inspect_files.cpp
[[nodiscard]] model::FileState inspect_file(const std::string& path);
[[nodiscard]] std::vector<model::FileState> inspect_folder(const std::string& folder);
/// User to AES, TEXT, md5 or other: how pool_passwd keeps each password, never what it is.
[[nodiscard]] std::map<std::string, std::string> parse_pool_passwords(const std::string& text);

/// inspect_units.cpp
[[nodiscard]] std::vector<model::UnitState> inspect_units(const model::Layout& layout,
                                                          ports::Shell& shell,
                                                          const ports::Deadline& deadline);
[[nodiscard]] std::vector<model::UnitState> parse_units(const std::string& output);

/// inspect_postgresql.cpp
[[nodiscard]] model::Result<model::PostgresqlState> inspect_postgresql(
    const InspectRequest& request, ports::Sql& sql, const ports::Deadline& deadline);

/// inspect_pgpool.cpp
[[nodiscard]] model::Result<model::PgpoolState> inspect_pgpool(const InspectRequest& request,
                                                               ports::Sql& sql,
                                                               const ports::Deadline& deadline);

/// inspect_watchdog.cpp
[[nodiscard]] model::Result<model::WatchdogState> inspect_watchdog(const InspectRequest& request,
                                                                   ports::Shell& shell,
                                                                   const ports::Deadline& deadline);
[[nodiscard]] model::Result<model::WatchdogState> parse_watchdog(const std::string& output);

/// inspect_heartbeat.cpp: listens for request.listen_seconds.
[[nodiscard]] model::HeartbeatState inspect_heartbeat(const InspectRequest& request,
                                                      const ports::Deadline& deadline);
/// Local addresses of the sockets on that port, from the text of /proc/net/udp or udp6.
[[nodiscard]] std::vector<std::string> parse_udp_sockets(const std::string& text,
                                                         std::uint16_t port);

/// inspect_logins.cpp
[[nodiscard]] std::vector<model::LoginState> inspect_logins(const InspectRequest& request,
                                                            ports::Login& login,
                                                            const ports::Deadline& deadline);

}  // namespace pgmahout::observe
