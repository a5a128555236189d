#include <algorithm>
#include <map>

#include "decide/preflight/rules.hpp"

namespace pgmahout::decide {

namespace {

using model::MachineProbe;
using model::Node;
using model::Verdict;

bool has_word(std::string_view words, const std::string& word) {
  return (" " + std::string(words) + " ").contains(" " + word + " ");
}

bool is_supported(const MachineProbe& probe) {
  return std::ranges::any_of(supported_systems(), [&](const SupportedSystem& system) {
    return system.os_id == probe.os_id && has_word(system.versions, major_of(probe.os_version));
  });
}

bool is_supported_architecture(const std::string& architecture) {
  const auto all = supported_architectures();
  return std::ranges::find(all, architecture) != all.end();
}

std::string in_seconds(std::int64_t milliseconds) {
  return std::to_string(milliseconds / 1000) + "." + std::to_string(milliseconds % 1000 / 100) +
         " s";
}

// Names of the machines by what they say of themselves.
using Sayers = std::map<std::string, std::vector<std::string>>;

Sayers sayers(const PreflightSituation& situation, std::string MachineProbe::*what) {
  Sayers found;
  for (const auto& [name, probe] : situation.seen.nodes)
    if (probe) found[*probe.*what].push_back(name);
  return found;
}

void tell_twins(Outcome& outcome, const Sayers& found, const std::string& what) {
  for (const auto& [value, names] : found) {
    if (names.size() < 2 && !value.empty()) continue;
    std::string who;
    for (const auto& name : names) who += (who.empty() ? "" : " and ") + name;
    outcome.fail(who +
                 (value.empty() ? " have no " + what : " have the same " + what + " " + value));
  }
}

}  // namespace

Outcome judge_system(const PreflightSituation& situation) {
  return each_machine(situation, [](const Node& /*node*/, const MachineProbe& probe) {
    Outcome outcome;
    if (!is_supported(probe)) outcome.fail("it runs " + probe.os_name);
    if (!is_supported_architecture(probe.architecture))
      outcome.fail("it is a machine of type " + probe.architecture);
    if (probe.init != "systemd") outcome.fail("its first process is " + probe.init);
    return outcome;
  });
}

Outcome judge_identity(const PreflightSituation& situation) {
  Outcome outcome = each_machine(
      situation, [](const Node& /*node*/, const MachineProbe& /*probe*/) { return Outcome{}; });
  tell_twins(outcome, sayers(situation, &MachineProbe::machine_id), "machine id");
  tell_twins(outcome, sayers(situation, &MachineProbe::host_name), "host name");
  return outcome;
}

Outcome judge_host_name(const PreflightSituation& situation) {
  return each_machine(situation, [](const Node& /*node*/, const MachineProbe& probe) {
    Outcome outcome;
    if (!probe.host_name_resolves)
      outcome.add(Verdict::warn, "nobody there knows the name " + probe.host_name);
    return outcome;
  });
}

Outcome judge_memory(const PreflightSituation& situation) {
  return each_machine(situation, [&](const Node& /*node*/, const MachineProbe& probe) {
    Outcome outcome;
    if (probe.memory_mb < situation.limits.memory_mb)
      outcome.fail("it has " + std::to_string(probe.memory_mb) + " MiB of memory, " +
                   std::to_string(situation.limits.memory_mb) + " are needed");
    return outcome;
  });
}

Outcome judge_space(const PreflightSituation& situation) {
  return each_machine(situation, [&](const Node& /*node*/, const MachineProbe& probe) {
    Outcome outcome;
    for (const auto& [path, free] : probe.free_mb)
      if (free < situation.limits.free_mb)
        outcome.fail(path + " has " + std::to_string(free) + " MiB free, " +
                     std::to_string(situation.limits.free_mb) + " are needed");
    if (probe.free_mb.empty()) outcome.fail("it does not say what space is free");
    return outcome;
  });
}

Outcome judge_clocks(const PreflightSituation& situation) {
  Outcome outcome;
  std::map<std::int64_t, std::string> clocks;
  for (const auto& [name, probe] : situation.seen.nodes)
    if (probe && probe->clock_offset_ms) clocks.emplace(*probe->clock_offset_ms, name);
  if (clocks.empty()) {
    outcome.add(Verdict::skipped, "no machine says what time it is");
    return outcome;
  }
  const auto& [first, slow] = *clocks.begin();
  const auto& [last, fast] = *clocks.rbegin();
  // Unsigned, for what a machine says may be any number.
  const auto apart = static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first);
  if (apart <= static_cast<std::uint64_t>(situation.limits.clocks_apart_ms)) return outcome;
  constexpr std::uint64_t kMost = 1ULL << 62U;
  outcome.fail("the clock of " + fast + " is " +
               in_seconds(static_cast<std::int64_t>(std::min(apart, kMost))) +
               " ahead of that of " + slow + "; allowed are " +
               in_seconds(situation.limits.clocks_apart_ms));
  return outcome;
}

// None is well: site.yml installs one. A container has the clock of its host.
Outcome judge_time_service(const PreflightSituation& situation) {
  return each_machine(situation, [](const Node& /*node*/, const MachineProbe& probe) {
    Outcome outcome;
    std::vector<std::string> services = probe.time_services;
    std::ranges::sort(services);
    services.erase(std::ranges::unique(services).begin(), services.end());
    if (services.size() < 2) return outcome;
    std::string names;
    for (const auto& name : services) names += (names.empty() ? "" : " and ") + name;
    outcome.add(Verdict::warn, names + " run at the same time");
    return outcome;
  });
}

Outcome judge_remove_ipc(const PreflightSituation& situation) {
  return each_machine(situation, [](const Node& /*node*/, const MachineProbe& probe) {
    Outcome outcome;
    for (const auto& file : probe.remove_ipc) outcome.add(Verdict::warn, file);
    return outcome;
  });
}

}  // namespace pgmahout::decide
