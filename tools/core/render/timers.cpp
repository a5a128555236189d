#include "render/timers.hpp"

namespace pgmahout::render {

Timers timers_of(model::FailoverProfile /*profile*/) { return {}; }

}  // namespace pgmahout::render
