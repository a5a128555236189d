#include "agent/drill/audit.hpp"

#include "decide/drill/ledger.hpp"
#include "observe/drill_ledger.hpp"

namespace pgmahout::agent {

namespace {

model::Result<model::LedgerRows> rows_on(const DrillWorld& world, const model::Node& node,
                                         const std::vector<model::LedgerEntry>& promised) {
  constexpr ports::Duration kToReplay{10000};
  constexpr ports::Duration kBetweenQuestions{500};
  model::Result<model::LedgerRows> rows = std::unexpected(model::Error{});
  const auto complete = [&] {
    const auto answer = call(world.reach, node, {{"operation", "ledger"}}, world.within(kToReplay));
    rows = answer ? observe::ledger_from_json(*answer) : std::unexpected(answer.error());
    return rows && decide::missing_in(*rows, promised).empty();
  };
  (void)ports::wait_until(complete, world.within(kToReplay), kBetweenQuestions);
  return rows;
}

}  // namespace

decide::Audit audit(const DrillWorld& world, const std::vector<model::LedgerEntry>& ledger) {
  const auto answers =
      ports::at_once(world.crew, world.cluster.nodes,
                     [&](const model::Node& node) { return rows_on(world, node, ledger); });
  decide::Audit found;
  for (std::size_t id = 0; id < answers.size(); ++id)
    if (answers[id]) found.emplace(world.cluster.nodes[id].name, *answers[id]);
  return found;
}

}  // namespace pgmahout::agent
