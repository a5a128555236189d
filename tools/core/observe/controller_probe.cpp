#include "observe/controller_probe.hpp"

#include "model/json.hpp"

namespace pgmahout::observe {

namespace {

constexpr ports::Duration kForAnsible{20000};

model::Result<ports::ShellResult> run_here(ports::Shell& shell, std::vector<std::string> argv,
                                           const ports::Deadline& deadline) {
  const ports::Target here{};
  const ports::Command command{.argv = std::move(argv)};
  return ports::expect_success(shell.run(here, command, deadline.within(kForAnsible)), here,
                               command);
}

void add_collections(const nlohmann::ordered_json& folder,
                     std::map<std::string, std::string>& found) {
  if (!folder.is_object()) return;
  for (const auto& [name, entry] : folder.items())
    if (entry.is_object() && entry.contains("version") && entry["version"].is_string())
      found.emplace(name, entry["version"].get<std::string>());
}

}  // namespace

std::string read_ansible_version(std::string_view output) {
  constexpr std::string_view kBefore = "[core ";
  const auto line = output.substr(0, output.find('\n'));
  const auto begin = line.find(kBefore);
  if (begin == std::string_view::npos) return {};
  const auto rest = line.substr(begin + kBefore.size());
  return std::string(rest.substr(0, rest.find_first_of(" ]")));
}

// The folders are in the order in which Ansible looks into them, which a plain object would lose.
std::map<std::string, std::string> read_collections(std::string_view output) {
  std::map<std::string, std::string> found;
  if (!model::parse_json(output).is_object()) return found;
  const auto document = nlohmann::ordered_json::parse(output, nullptr, false);
  for (const auto& [folder, collections] : document.items()) add_collections(collections, found);
  return found;
}

model::ControllerProbe ask_controller(ports::Shell& shell, const ports::Deadline& deadline) {
  model::ControllerProbe probe;
  const auto version = run_here(shell, {"ansible-playbook", "--version"}, deadline);
  if (!version) {
    probe.error = version.error().what;
    return probe;
  }
  probe.ansible_version = read_ansible_version(version->output);
  const auto listed =
      run_here(shell, {"ansible-galaxy", "collection", "list", "--format", "json"}, deadline);
  if (listed)
    probe.collections = read_collections(listed->output);
  else
    probe.error = listed.error().what;
  return probe;
}

}  // namespace pgmahout::observe
