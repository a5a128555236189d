#pragma once

#include <cstdint>

namespace pgmahout::model {

/// What the service manager says of PostgreSQL's unit.
enum class ServiceState : std::uint8_t {
  running,
  changing,  ///< on its way up or down
  stopped,   ///< on purpose, or never started
  failed,    ///< it ended by itself, or could not start
};

}  // namespace pgmahout::model
