#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/cluster.hpp"
#include "model/layout.hpp"

namespace pgmahout::model {

/// How often the kernel sends again what nobody answers, and which groups may call hosts by ICMP:
/// the names that sysctl has for them.
constexpr const char* kTcpRetries = "net.ipv4.tcp_retries2";
constexpr const char* kPingGroups = "net.ipv4.ping_group_range";

/// A file as it ought to be on a node.
struct ExpectedFile {
  std::string path;
  std::string owner;
  std::string group;
  std::string mode;    ///< "0640"
  std::string sha256;  ///< of the rendered content, hexadecimal; empty: cannot be known now
  bool secret = false;
};

/// What the rendered files of one node promise.
struct NodeExpectation {
  Layout layout;
  std::vector<ExpectedFile> files;
  Parameters postgresql;  ///< of postgresql.conf, unquoted
  Parameters pgpool;      ///< of pgpool.conf, unquoted
  Parameters kernel;      ///< of the file of sysctl.d
};

/// What verify holds the live cluster against: node name to its promise.
struct Expectation {
  std::string version;  ///< of pgmahout itself
  std::map<std::string, NodeExpectation> nodes;
};

}  // namespace pgmahout::model
