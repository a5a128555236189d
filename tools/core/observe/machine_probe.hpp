#pragma once

#include <string>
#include <string_view>

#include "model/cluster.hpp"
#include "model/preflight.hpp"
#include "ports/shell.hpp"

namespace pgmahout::observe {

/// What a machine is asked over plain SSH: a POSIX shell that becomes root where it may, and reads
/// its script from standard input, so that nothing is left on the machine and no log of sudo holds
/// more than the arguments. It changes nothing.
[[nodiscard]] ports::Command machine_question(const model::Cluster& cluster,
                                              const model::Node& node);

/// The script itself (machine_script.cpp); it prints "key=value", one a line.
[[nodiscard]] std::string_view machine_script();

/// Reads what the script prints. Total: lines that it does not know, or cannot read, count for
/// nothing, and of those that come too often only the first are kept.
[[nodiscard]] model::MachineProbe read_machine_probe(std::string_view output);

/// Asks one machine. A machine that lets us in and cannot run the script is an error of kind
/// failed.
[[nodiscard]] model::Result<model::MachineProbe> ask_machine(ports::Shell& shell,
                                                             const ports::Target& target,
                                                             const ports::Command& question,
                                                             const ports::Deadline& deadline);

}  // namespace pgmahout::observe
