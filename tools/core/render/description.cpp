#include "render/subject.hpp"

namespace pgmahout::render {

Files description(const Subject& /*subject*/) { return std::vector<RenderedFile>{}; }

}  // namespace pgmahout::render
