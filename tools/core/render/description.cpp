#include "model/description.hpp"

#include "render/subject.hpp"

namespace pgmahout::render {

// Who runs for ever read it when they began.
Files description(const Subject& subject) {
  return std::vector{RenderedFile{.stage = Stage::node,
                                  .destination = subject.layout.etc + "/cluster.json",
                                  .content = model::to_json(subject.cluster).dump(2) + "\n",
                                  .on_change = OnChange::restart_guard}};
}

}  // namespace pgmahout::render
