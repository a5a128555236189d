#pragma once

#include <string>

#include "model/new_inventory.hpp"

namespace pgmahout::report {

/// For people: what was written, what to keep safe, and which commands come next.
[[nodiscard]] std::string made_inventory_text(const model::MadeInventory& made);

/// For programs: one object, whose schema is docs/schemas/init.json. Ends with a newline.
[[nodiscard]] std::string made_inventory_json(const model::MadeInventory& made);

}  // namespace pgmahout::report
