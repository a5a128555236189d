#pragma once

#include <string>
#include <vector>

#include "act/clone/tablespaces.hpp"

namespace pgmahout::act::clone {

/// Refuses (kind failed) a copy that cannot fit: adds up what goes to each filesystem and compares
/// it with what is free there. The WAL that is written meanwhile comes on top, so a copy that just
/// fits may still fill the disk; that then ends it like any other failure.
[[nodiscard]] model::Result<void> check_space(const std::vector<Tablespace>& tablespaces,
                                              const TablespaceMap& map,
                                              const std::string& data_parent);

}  // namespace pgmahout::act::clone
