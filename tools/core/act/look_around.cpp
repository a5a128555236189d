#include "act/look_around.hpp"

#include "observe/everyone.hpp"

namespace pgmahout::act {

model::Observation look_around(const Context& context, ports::Duration patience) {
  const observe::Everyone everyone{
      .sql = context.sql,
      .crew = context.crew,
      .cluster = context.cluster,
      .target_of = [&](const model::Node& node) { return superuser_at(context, node); }};
  return observe::ask_everyone(everyone, context.deadline.within(patience));
}

}  // namespace pgmahout::act
