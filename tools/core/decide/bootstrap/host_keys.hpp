#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/bootstrap.hpp"

namespace pgmahout::decide {

/// What the person said of host keys on the command line.
struct HostKeyTrust {
  std::map<std::string, std::string> fingerprints;  ///< "SHA256:..." by node
  bool accept_new = false;                          ///< whatever an unknown machine shows
};

/// What follows for the keys that the machines show.
struct HostKeyChoice {
  std::vector<model::HostKey> to_pin;  ///< that the person has vouched for already
  std::vector<model::HostKey> to_ask;  ///< unknown, and nobody has vouched for them
  model::Errors refusals;              ///< kind refused: nothing may be pinned then
};

/// A pinned key is left alone, a changed one is refused whatever was said, and so is one whose
/// fingerprint is not the given one. `known_hosts_file` is for the hints.
[[nodiscard]] HostKeyChoice choose_host_keys(const std::vector<model::HostKey>& shown,
                                             const HostKeyTrust& trust,
                                             const std::string& known_hosts_file);

/// Reads "NODE=SHA256:..."; an error of kind usage otherwise.
[[nodiscard]] model::Result<std::pair<std::string, std::string>> read_fingerprint(
    const std::string& text);

}  // namespace pgmahout::decide
