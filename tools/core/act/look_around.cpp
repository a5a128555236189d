#include "act/look_around.hpp"

#include "act/lost_hosts.hpp"
#include "observe/everyone.hpp"

namespace pgmahout::act {

model::Observation look_around(const Context& context, ports::Duration patience,
                               const std::set<int>& silent) {
  const auto deadline = context.deadline.within(patience);
  const observe::Everyone everyone{
      .sql = context.sql,
      .crew = context.crew,
      .cluster = context.cluster,
      .target_of = [&](const model::Node& node) { return superuser_at(context, node); },
      .deadline_of =
          [&](const model::Node& node) {
            return silent.contains(node.id) ? deadline.within(kForTheSilent) : deadline;
          }};
  return observe::ask_everyone(everyone);
}

}  // namespace pgmahout::act
