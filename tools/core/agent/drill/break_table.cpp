#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "agent/drill/breaks.hpp"

namespace pgmahout::agent {

namespace {

using model::DrillScenario;

constexpr std::array<BreakRow, 5> kBreaks{{
    {DrillScenario::crash, "kill every process of PostgreSQL on the primary (SIGKILL)",
     "its guard starts it again in place, or a standby takes its place", ports::Duration{3000}},
    {DrillScenario::power, "reboot the primary's machine at once, with nothing written to disk",
     "a standby takes its place; the machine boots and rejoins", ports::Duration{5000}},
    {DrillScenario::partition, "cut the primary's machine off from every other, this one excepted",
     "it stops itself and a standby takes its place; a timer on it takes the cut away",
     ports::Duration{3000}},
    {DrillScenario::leader, "kill the Pgpool-II that leads the watchdogs (SIGKILL)",
     "another leads and takes the virtual IP; its service starts it again", ports::Duration{3000}},
    {DrillScenario::switchover, "make a standby the primary, as pgmahout switchover does",
     "the old primary starts as a standby", ports::Duration{1000}},
}};

}  // namespace

std::span<const BreakRow> break_table() { return kBreaks; }

const BreakRow& break_row(DrillScenario scenario) {
  return *std::ranges::find(kBreaks, scenario, &BreakRow::scenario);
}

std::vector<std::string> drill_steps(DrillScenario scenario, int rounds, ports::Duration hold) {
  const auto& row = break_row(scenario);
  std::vector<std::string> steps{
      "write increasing numbers through the virtual IP, into a schema of their own, pgmahout_drill",
      "watch every node, twenty times a second", std::string(row.what)};
  if (scenario == DrillScenario::partition)
    steps.push_back(fmt::format("leave it so for {} s", hold.count() / 1000));
  steps.push_back("wait until all is well: " + std::string(row.heals));
  steps.emplace_back("look for every acknowledged number on every node, and drop the schema");
  if (rounds > 1) steps.push_back(fmt::format("again, {} times in all", rounds));
  return steps;
}

}  // namespace pgmahout::agent
