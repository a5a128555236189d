#include "report/history_json.hpp"

#include <nlohmann/json.hpp>

#include "model/names.hpp"
#include "report/or_null.hpp"

namespace pgmahout::report {

namespace {

using nlohmann::ordered_json;

ordered_json parent_or_null(const std::optional<model::TimelineSwitch>& parent) {
  if (!parent) return nullptr;
  return {{"timeline", parent->from.number}, {"lsn", to_string(parent->at)}};
}

ordered_json undone_to_json(const model::UndoneWal& wal) {
  return {{"node", wal.place.node},
          {"at", wal.place.at},
          {"timeline", wal.timeline.number},
          {"from", to_string(wal.from)},
          {"to", to_string(wal.to)},
          {"bytes", wal.bytes},
          {"transactions", or_null(wal.transactions)},
          {"kept", or_null(wal.kept)}};
}

ordered_json change_to_json(const model::TimelineChange& change) {
  ordered_json undone = ordered_json::array();
  for (const auto& wal : change.undone) undone.push_back(undone_to_json(wal));
  ordered_json json;
  json["timeline"] = nullptr;
  if (change.timeline) json["timeline"] = change.timeline->number;
  json["parent"] = parent_or_null(change.parent);
  json["began_at"] = or_null(change.began_at);
  json["origin"] = model::name_of(change.origin);
  json["present"] = change.present;
  json["abandoned"] = change.abandoned;
  json["from"] = or_null(change.from);
  json["to"] = or_null(change.to);
  json["why"] = or_null(change.why);
  json["loss"] = nullptr;
  if (change.loss) json["loss"] = model::name_of(*change.loss);
  json["proof"] = or_null(change.proof);
  json["heard_ms_ago"] = or_null(change.heard_ms_ago);
  json["gap_ms"] = or_null(change.gap_ms);
  json["operation"] = or_null(change.operation_id);
  json["undone"] = std::move(undone);
  json["refused_before"] = change.refused_before;
  json["last_refusal"] = or_null(change.last_refusal);
  return json;
}

}  // namespace

std::string history_json(const model::ClusterHistory& history) {
  ordered_json timelines = ordered_json::array();
  for (const auto& change : history.timelines) timelines.push_back(change_to_json(change));
  ordered_json silent = ordered_json::array();
  for (const auto& node : history.silent)
    silent.push_back({{"node", node.name}, {"why", node.error.what}});
  const ordered_json document{{"version", 1},
                              {"cluster", history.cluster},
                              {"exit_code", to_int(exit_code(history))},
                              {"timelines", std::move(timelines)},
                              {"refused_since", history.refused_since},
                              {"last_refusal", or_null(history.last_refusal)},
                              {"remarks", history.remarks},
                              {"silent", std::move(silent)}};
  // Reasons quote what servers said, in whatever encoding: a wrong byte must not stop a report.
  const auto replace = ordered_json::error_handler_t::replace;
  return document.dump(2, ' ', false, replace) + "\n";
}

}  // namespace pgmahout::report
