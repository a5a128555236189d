#pragma once

#include <string>

#include "model/error.hpp"
#include "ports/clock.hpp"

namespace pgmahout::ports {

/// How long it is until that moment of local time: "HH:MM", the next one there is, or
/// "YYYY-MM-DDTHH:MM", which must not be over. Error of kind usage otherwise.
[[nodiscard]] model::Result<Duration> until(const std::string& moment, const Clock& clock);

}  // namespace pgmahout::ports
