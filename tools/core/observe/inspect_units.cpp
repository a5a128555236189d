#include <sstream>
#include <utility>

#include "observe/inspect_parts.hpp"

namespace pgmahout::observe {

namespace {

constexpr std::string_view kSuffix = ".service";

std::string value_of(const std::string& line) { return line.substr(line.find('=') + 1); }

std::string without_suffix(std::string name) {
  if (name.ends_with(kSuffix)) name.resize(name.size() - kSuffix.size());
  return name;
}

}  // namespace

std::vector<model::UnitState> parse_units(const std::string& output) {
  std::vector<model::UnitState> units;
  std::istringstream lines(output);
  bool between = true;  // an empty line stands between two units
  for (std::string line; std::getline(lines, line);) {
    if (std::exchange(between, line.empty()) && !line.empty()) units.emplace_back();
    if (line.starts_with("Id=")) units.back().name = without_suffix(value_of(line));
    if (line.starts_with("ActiveState=")) units.back().active = value_of(line);
    if (line.starts_with("UnitFileState=")) units.back().enabled = value_of(line);
    if (line.starts_with("ExecStartPre=")) units.back().before_start += value_of(line) + "\n";
  }
  return units;
}

std::vector<model::UnitState> inspect_units(const model::Layout& layout, ports::Shell& shell,
                                            const ports::Deadline& deadline) {
  ports::Command command{.argv = {layout.systemctl_command, "show",
                                  "--property=Id,ActiveState,UnitFileState,ExecStartPre", "--"}};
  for (const auto* service : {&layout.postgresql_service, &layout.pgpool_service,
                              &layout.guard_service, &layout.heal_service})
    command.argv.push_back(*service + ".service");
  const auto shown = shell.run({}, command, deadline);
  return shown ? parse_units(shown->output) : std::vector<model::UnitState>{};
}

}  // namespace pgmahout::observe
