#include "decide/preflight/rules.hpp"

namespace pgmahout::decide {

namespace {

// "2.14.18", "2.19.0b1": what is behind the numbers does not count.
std::string numbers_of(const std::string& version) {
  const auto end = version.find_first_not_of("0123456789.");
  std::string numbers = version.substr(0, end);
  while (numbers.ends_with('.')) numbers.pop_back();
  return numbers;
}

// The first three numbers; nothing where they cannot be read.
model::Result<model::Version> version_of(const std::string& text) {
  std::string numbers = numbers_of(text);
  std::size_t dots = 0;
  for (std::size_t at = 0; at < numbers.size(); ++at)
    if (numbers[at] == '.' && ++dots == 3) numbers.resize(at);
  return model::parse_version(numbers);
}

}  // namespace

Outcome judge_ansible(const PreflightSituation& situation) {
  const auto& here = situation.seen.controller;
  const auto& limits = situation.limits;
  const std::string window = "from " + model::to_string(limits.ansible_at_least) + " to below " +
                             model::to_string(limits.ansible_below);
  Outcome outcome;
  const auto version = version_of(here.ansible_version);
  if (!version)
    outcome.fail("ansible-playbook does not say its version (wanted: " + window + ")" +
                 (here.error.empty() ? "" : ": " + here.error));
  else if (*version < limits.ansible_at_least || *version >= limits.ansible_below)
    outcome.fail("ansible-core is " + here.ansible_version + ", wanted: " + window);
  return outcome;
}

Outcome judge_collections(const PreflightSituation& situation) {
  const auto& here = situation.seen.controller;
  Outcome outcome;
  if (here.ansible_version.empty()) {
    outcome.add(model::Verdict::skipped, "there is no Ansible to ask");
    return outcome;
  }
  for (const auto& needed : needed_collections()) {
    const std::string name(needed.name);
    const auto found = here.collections.find(name);
    const std::string wanted = " (wanted: from " + model::to_string(needed.at_least) +
                               " to below " + std::to_string(needed.below) + ")";
    if (found == here.collections.end()) {
      outcome.fail(name + " is not installed" + wanted);
      continue;
    }
    const auto version = version_of(found->second);
    if (!version || *version < needed.at_least || version->major_number >= needed.below)
      outcome.fail(name + " is " + found->second + wanted);
  }
  return outcome;
}

}  // namespace pgmahout::decide
