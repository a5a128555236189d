#include <algorithm>

#include "decide/preflight/rules.hpp"

namespace pgmahout::decide {

namespace {

using model::MachineProbe;
using model::Node;
using model::PackageState;
using model::Verdict;

/// A package by the name that this manager gives it, and the branch of it that is wanted.
struct Wanted {
  std::string package;
  std::string branch;
};

std::vector<Wanted> wanted_of(const model::Cluster& cluster, const std::string& manager) {
  const auto major = std::to_string(cluster.postgresql.version.major_number);
  const auto& pgpool = cluster.pgpool.version;
  const auto branch =
      std::to_string(pgpool.major_number) + "." + std::to_string(pgpool.minor_number);
  if (manager == "dnf")
    return {{"postgresql" + major + "-server", major}, {"pgpool-II-pg" + major, branch}};
  return {{"postgresql-" + major, major}, {"pgpool2", branch}};
}

bool is_installed(const PackageState& packages, const Wanted& wanted) {
  const auto found = packages.installed.find(wanted.package);
  return found != packages.installed.end() && is_of_branch(found->second, wanted.branch);
}

std::vector<std::string> available(const PackageState& packages, const Wanted& wanted) {
  const auto found = packages.available.find(wanted.package);
  return found == packages.available.end() ? std::vector<std::string>{} : found->second;
}

std::string list_of(std::vector<std::string> versions) {
  std::ranges::sort(versions);
  versions.erase(std::ranges::unique(versions).begin(), versions.end());
  std::string text;
  for (const auto& version : versions) text += (text.empty() ? "" : ", ") + version;
  return text.empty() ? "none" : text;
}

// What an interrupted read of the sources did not show may be there all the same; and where the
// PostgreSQL project's source is configured by site.yml only, a mirror that a variable of the role
// names is not known here.
Verdict verdict_on_missing(const model::Cluster& cluster, const PackageState& packages) {
  const bool unsure =
      !packages.source_error.empty() || cluster.repository == model::Repository::pgdg;
  return unsure ? Verdict::warn : Verdict::fail;
}

void judge_wanted(const model::Cluster& cluster, const PackageState& packages, const Wanted& wanted,
                  Outcome& outcome) {
  if (is_installed(packages, wanted)) return;
  const auto versions = available(packages, wanted);
  if (std::ranges::any_of(versions, [&](const std::string& version) {
        return is_of_branch(version, wanted.branch);
      }))
    return;
  outcome.add(
      verdict_on_missing(cluster, packages),
      wanted.package + " " + wanted.branch + " is wanted; its sources have " + list_of(versions));
}

}  // namespace

Outcome judge_package_manager(const PreflightSituation& situation) {
  return each_machine(situation, [](const Node& /*node*/, const MachineProbe& probe) {
    Outcome outcome;
    const auto& packages = probe.packages;
    if (packages.manager.empty()) outcome.fail("it has neither apt nor dnf");
    for (const auto& package : packages.half_installed)
      outcome.add(Verdict::warn, package + " is half installed");
    if (!packages.locked_by.empty())
      outcome.add(Verdict::warn, "process " + packages.locked_by + " is installing something");
    return outcome;
  });
}

Outcome judge_package_source(const PreflightSituation& situation) {
  return each_machine(situation, [&](const Node& /*node*/, const MachineProbe& probe) {
    Outcome outcome;
    const auto& packages = probe.packages;
    if (packages.manager.empty()) {
      outcome.add(Verdict::skipped, "it has neither apt nor dnf");
      return outcome;
    }
    for (const Wanted& wanted : wanted_of(situation.cluster, packages.manager))
      judge_wanted(situation.cluster, packages, wanted, outcome);
    if (outcome.verdict != Verdict::ok && !packages.source_error.empty())
      outcome.add(Verdict::warn, packages.source_error);
    return outcome;
  });
}

Outcome judge_upgrades(const PreflightSituation& situation) {
  return each_machine(situation, [](const Node& /*node*/, const MachineProbe& probe) {
    Outcome outcome;
    if (probe.packages.upgrades_itself)
      outcome.add(Verdict::warn, "it upgrades packages without anybody asking");
    return outcome;
  });
}

}  // namespace pgmahout::decide
