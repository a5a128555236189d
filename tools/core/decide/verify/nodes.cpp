#include <algorithm>
#include <map>
#include <sstream>

#include "decide/verify/rules.hpp"

namespace pgmahout::decide {

namespace {

const model::FileState* find_file(const model::NodeInspection& state, const std::string& path) {
  const auto found = std::ranges::find(state.files, path, &model::FileState::path);
  return found == state.files.end() ? nullptr : &*found;
}

const model::UnitState* find_unit(const model::NodeInspection& state, const std::string& name) {
  const auto found = std::ranges::find(state.units, name, &model::UnitState::name);
  return found == state.units.end() ? nullptr : &*found;
}

// "{ path=... ; argv[]=... guard gate ; ignore_errors=no ; ...": one whose failure is ignored lets
// everybody through.
bool has_gate(const model::UnitState& unit, const model::Layout& layout) {
  std::istringstream lines(unit.before_start);
  for (std::string line; std::getline(lines, line);)
    if (line.find(layout.libexec + "/guard gate ") != std::string::npos &&
        line.find("ignore_errors=no") != std::string::npos)
      return true;
  return false;
}

void judge_mode(const model::ExpectedFile& expected, const model::FileState* file,
                Outcome& outcome) {
  if (file == nullptr || !file->present) return;  // judge_file_contents tells it
  if (file->mode.empty()) return;                 // in a folder that only root may enter
  const std::string want = expected.owner + ":" + expected.group + " " + expected.mode;
  const std::string have = file->owner + ":" + file->group + " " + file->mode;
  if (want != have) outcome.fail(expected.path + " is " + have + ", not " + want);
}

// node id's own rule tells a wrong pgpool_node_id, in words that say what it means.
bool has_own_rule(const std::string& path) { return path.ends_with("/pgpool_node_id"); }

void judge_content(const model::ExpectedFile& expected, const model::FileState* file,
                   Outcome& outcome) {
  if (has_own_rule(expected.path)) return;
  if (file == nullptr || !file->present) return outcome.fail(expected.path + " is missing");
  // Only root may read it (a sudoers file), or it depends on a node that gave no facts.
  if (file->sha256.empty() || expected.sha256.empty()) return;
  if (file->sha256 != expected.sha256)
    outcome.fail(expected.path + " differs from what the inventory renders");
}

// Packages of two families of systems hold two builds.
std::string family_of(const Answered& answered) {
  return answered.state.facts.os_family == model::OsFamily::debian ? "debian " : "el ";
}

// Our executables on the nodes that answered: path to the hash where it was first seen. They come
// from one package, which runs on every release of a distribution, so they are the same bytes.
std::map<std::string, std::string> executables(const Situation& situation) {
  std::map<std::string, std::string> seen;
  for (const Answered& answered : answered_nodes(situation))
    for (const model::FileState& file : answered.state.files)
      if (file.path.starts_with(answered.expected.layout.libexec + "/"))
        seen.emplace(family_of(answered) + file.path, file.sha256);
  return seen;
}

}  // namespace

Outcome judge_answers(const Situation& situation) {
  Outcome outcome;
  for (const auto& node : situation.cluster.nodes) {
    const auto state = situation.inspection.nodes.find(node.name);
    if (state == situation.inspection.nodes.end())
      outcome.add(model::Verdict::no_answer, node.name + ": nobody asked it");
    else if (!state->second)
      outcome.add(state->second.error().kind == model::ErrorKind::no_answer
                      ? model::Verdict::no_answer
                      : model::Verdict::fail,
                  node.name + ": " + state->second.error().what);
  }
  if (outcome.evidence.empty())
    outcome.note(std::to_string(situation.cluster.nodes.size()) + " nodes answered");
  return outcome;
}

Outcome judge_services(const Situation& situation) {
  return each_node(situation, [](const Answered& answered) {
    Outcome outcome;
    const auto& layout = answered.expected.layout;
    for (const auto* name : {&layout.postgresql_service, &layout.pgpool_service,
                             &layout.guard_service, &layout.heal_service}) {
      const auto* unit = find_unit(answered.state, *name);
      if (unit == nullptr)
        outcome.fail(*name + " was not seen");
      else if (unit->active != "active" || !unit->enabled.starts_with("enabled"))
        outcome.fail(*name + " is " + unit->active + " and " + unit->enabled);
    }
    return outcome;
  });
}

Outcome judge_gate(const Situation& situation) {
  return each_node(situation, [](const Answered& answered) {
    Outcome outcome;
    const auto& layout = answered.expected.layout;
    const auto* unit = find_unit(answered.state, layout.postgresql_service);
    if (unit == nullptr)
      outcome.add(model::Verdict::skipped, layout.postgresql_service + " was not seen");
    else if (!has_gate(*unit, layout))
      outcome.fail(layout.postgresql_service + " starts PostgreSQL without asking guard gate");
    return outcome;
  });
}

Outcome judge_state_directory(const Situation& situation) {
  return each_node(situation, [](const Answered& answered) {
    Outcome outcome;
    const std::string& path = answered.expected.layout.state;
    const auto* directory = find_file(answered.state, path);
    if (directory == nullptr || !directory->present)
      outcome.fail(path + " is missing");
    else if (directory->owner != "postgres" || directory->mode != "0700")
      outcome.fail(path + " is " + directory->owner + " " + directory->mode +
                   ", not postgres 0700");
    return outcome;
  });
}

Outcome judge_linger(const Situation& situation) {
  return each_node(situation, [](const Answered& answered) {
    Outcome outcome;
    const std::string& path = answered.expected.layout.linger;
    const auto* file = find_file(answered.state, path);
    if (file == nullptr || !file->present)
      outcome.fail(path +
                   " is missing: each question of another node starts the services of user "
                   "postgres anew, which holds up every failover");
    return outcome;
  });
}

Outcome judge_fences(const Situation& situation) {
  return each_node(situation, [](const Answered& answered) {
    Outcome outcome;
    if (!answered.state.fenced.empty()) outcome.fail("it is fenced: " + answered.state.fenced);
    return outcome;
  });
}

Outcome judge_executables(const Situation& situation) {
  const auto everywhere = executables(situation);
  const std::string& version = situation.expectation.version;
  return each_node(situation, [&](const Answered& answered) {
    Outcome outcome;
    if (answered.state.agent_version != version)
      outcome.fail("pgmahout " + answered.state.agent_version + " is installed, not " + version);
    const std::string family = family_of(answered);
    for (const auto& [name, hash] : everywhere) {
      if (!name.starts_with(family)) continue;
      const std::string path = name.substr(family.size());
      const model::FileState* file = find_file(answered.state, path);
      if (file == nullptr || !file->present)
        outcome.fail(path + " is missing, other nodes have it");
      else if (file->sha256 != hash)
        outcome.fail(path + " is another build than on other nodes");
    }
    return outcome;
  });
}

Outcome judge_file_contents(const Situation& situation) {
  return each_node(situation, [](const Answered& answered) {
    Outcome outcome;
    for (const model::ExpectedFile& expected : answered.expected.files)
      judge_content(expected, find_file(answered.state, expected.path), outcome);
    if (outcome.evidence.empty())
      outcome.note(std::to_string(answered.expected.files.size()) + " files as rendered");
    return outcome;
  });
}

Outcome judge_file_modes(const Situation& situation) {
  return each_node(situation, [](const Answered& answered) {
    Outcome outcome;
    for (const model::ExpectedFile& expected : answered.expected.files)
      judge_mode(expected, find_file(answered.state, expected.path), outcome);
    return outcome;
  });
}

}  // namespace pgmahout::decide
