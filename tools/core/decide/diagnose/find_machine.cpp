#include <algorithm>

#include "decide/diagnose/known_messages.hpp"
#include "decide/diagnose/rule.hpp"
#include "model/layout.hpp"

namespace pgmahout::decide {

namespace {

constexpr std::int64_t kNearlyPercent = 10;
constexpr std::int64_t kFullPercent = 3;
constexpr std::int64_t kApartSeconds = 10;

bool stops_postgresql(const model::DiskSpace& disk) {
  return disk.name == "data" || disk.name == "pg_wal";
}

// The rule that tells of it, if any.
std::string_view fullness(const model::DiskSpace& disk) {
  if (disk.total_bytes <= 0) return "";
  const auto percent = disk.free_bytes / std::max<std::int64_t>(disk.total_bytes / 100, 1);
  if (percent < kFullPercent && stops_postgresql(disk)) return "disk.full";
  return percent < kNearlyPercent ? "disk.nearly_full" : "";
}

bool is_one_filesystem(const model::DiskSpace& one, const model::DiskSpace& other) {
  return one.total_bytes == other.total_bytes && one.free_bytes == other.free_bytes;
}

// One line a filesystem, with all that lies on it.
std::vector<std::string> full_disks(const model::NodeEvidence& known, std::string_view rule) {
  std::vector<std::string> lines;
  std::vector<model::DiskSpace> told;
  for (const auto& disk : known.disks) {
    const bool again =
        std::ranges::any_of(told, [&](const auto& each) { return is_one_filesystem(each, disk); });
    if (again && !lines.empty()) lines.back() += ", " + disk.path;
    if (again || fullness(disk) != rule) continue;
    told.push_back(disk);
    lines.push_back(std::to_string(disk.free_bytes >> 20U) + " of " +
                    std::to_string(disk.total_bytes >> 20U) + " MiB are free: " + disk.path);
  }
  return lines;
}

bool unit_is_active(const model::NodeReport& report, const std::string& unit) {
  const auto found = std::ranges::find(report.units, unit, &model::UnitState::name);
  return found != report.units.end() && found->active == "active";
}

// It runs, and did not answer in time.
bool hangs(const Case& seen, const model::Node& node) {
  const auto* report = seen.seen.report(node);
  return report != nullptr && !report->watchdog &&
         report->watchdog.error().kind == model::ErrorKind::no_answer &&
         unit_is_active(*report, model::layout_of(seen.given.cluster, node).pgpool_service);
}

}  // namespace

Sightings by_full_disk(const Case& seen, const DiagnosisRule& rule) {
  Sightings found;
  for (const model::Node& node : seen.given.cluster.nodes) {
    const auto* known = seen.known(node);
    if (known == nullptr) continue;
    if (auto lines = full_disks(*known, rule.id); !lines.empty())
      found.push_back({.node = node.name, .evidence = std::move(lines)});
  }
  return found;
}

Sightings by_archiver(const Case& seen, const DiagnosisRule& /*rule*/) {
  Sightings found;
  for (const model::Node& node : seen.given.cluster.nodes) {
    const auto* known = seen.known(node);
    if (known == nullptr || !known->server) continue;
    const auto& archiver = known->server->archiver;
    if (archiver.mode == "off" || !archiver.failing) continue;
    found.push_back({.node = node.name,
                     .evidence = {std::to_string(archiver.failed) +
                                  " tries failed, the last one with " + archiver.last_failed_wal}});
  }
  return found;
}

Sightings by_clocks(const Case& seen, const DiagnosisRule& /*rule*/) {
  std::vector<std::pair<std::int64_t, std::string>> times;
  for (const model::Node& node : seen.given.cluster.nodes) {
    const auto* known = seen.known(node);
    if (known == nullptr) continue;
    if (const auto at = seconds_of(known->at))
      times.emplace_back(*at, node.name + ": " + known->at);
  }
  if (times.empty()) return {};
  const auto [first, last] = std::ranges::minmax(times);
  if (last.first - first.first <= kApartSeconds) return {};
  return {{.node = "", .evidence = {first.second, last.second}}};
}

Sightings by_pgpool(const Case& seen, const DiagnosisRule& rule) {
  Sightings found;
  for (const model::Node& node : seen.given.cluster.nodes) {
    const auto* finding = seen.finding(rule.status, node.name);
    if (finding != nullptr && hangs(seen, node) == (rule.id == "pgpool.hangs"))
      found.push_back({.node = node.name, .evidence = {finding->what}});
  }
  return found;
}

}  // namespace pgmahout::decide
