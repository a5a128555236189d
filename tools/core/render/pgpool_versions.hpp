#pragma once

#include "model/version.hpp"

namespace pgmahout::render {

// The releases at which parameters of pgpool.conf were renamed or changed their meaning.
inline constexpr model::Version k42{4, 2, 0};
inline constexpr model::Version k43{4, 3, 0};
inline constexpr model::Version k44{4, 4, 0};
inline constexpr model::Version k46{4, 6, 0};
inline constexpr model::Version k47{4, 7, 0};

}  // namespace pgmahout::render
