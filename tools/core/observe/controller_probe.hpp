#pragma once

#include <string_view>

#include "model/preflight.hpp"
#include "ports/shell.hpp"

namespace pgmahout::observe {

/// Asks this machine for its Ansible and the collections. What cannot be asked stays empty.
[[nodiscard]] model::ControllerProbe ask_controller(ports::Shell& shell,
                                                    const ports::Deadline& deadline);

/// The version in the first line of `ansible-playbook --version`; empty: there is none. Total.
[[nodiscard]] std::string read_ansible_version(std::string_view output);

/// Version by name of `ansible-galaxy collection list --format json`. Of a collection that is
/// installed several times the first one counts, as it does for Ansible. Total.
[[nodiscard]] std::map<std::string, std::string> read_collections(std::string_view output);

}  // namespace pgmahout::observe
