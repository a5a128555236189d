#pragma once

#include "model/cluster.hpp"
#include "settings/settings.hpp"

namespace pgmahout::settings {

/// Readers of one mapping of a list setting. What is wrong is added to `complaints`; then the
/// returned record is not complete.
[[nodiscard]] model::HbaRule read_hba_rule(const Value::Map& map, const Place& place,
                                           Complaints& complaints);
[[nodiscard]] model::DatabaseUser read_user(const Value::Map& map, const Place& place,
                                            Complaints& complaints);
[[nodiscard]] model::Database read_database(const Value::Map& map, const Place& place,
                                            Complaints& complaints);
[[nodiscard]] model::Extension read_extension(const Value::Map& map, const Place& place,
                                              Complaints& complaints);

/// A mapping of configuration parameters; booleans become on and off as PostgreSQL writes them.
[[nodiscard]] model::Parameters read_parameters(const Value& value, Complaints& complaints);

}  // namespace pgmahout::settings
