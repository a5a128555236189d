#pragma once

#include "act/context.hpp"
#include "model/node_evidence.hpp"

namespace pgmahout::act {

/// What on this node explains how it is: its disks, the ends of its logs, how its units ended, what
/// its server says of receiving and archiving; with `files` its configuration, too. Changes
/// nothing. A part that cannot be had in time holds the reason. Secrets that this node knows, and
/// whatever looks like one, are taken out of every text before it leaves the node.
[[nodiscard]] model::NodeEvidence gather_evidence(const Context& context, bool files);

/// The passwords in the text of a .pgpass or .pcppass: the last fields, unescaped.
[[nodiscard]] std::vector<model::Secret> passwords_in(const std::string& passfile);

}  // namespace pgmahout::act
