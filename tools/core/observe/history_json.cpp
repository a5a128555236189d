#include "observe/history_json.hpp"

#include <stdexcept>
#include <utility>

#include "model/json.hpp"
#include "model/names.hpp"
#include "observe/journal.hpp"

namespace pgmahout::observe {

namespace {

using nlohmann::json;

// These throw at the first fault: then the line is none of ours.
std::string text(const json& object, const char* name) {
  return object.at(name).get<std::string>();
}

std::string time(const json& object, const char* name) {
  auto found = text(object, name);
  if (!is_time(found)) throw std::out_of_range(std::string(name) + " is no time");
  return found;
}

template <typename Number>
std::optional<Number> optional_number(const json& object, const char* name) {
  if (!object.contains(name) || object.at(name).is_null()) return std::nullopt;
  const auto found = model::number<Number>(object, name);
  if (std::cmp_less(found, 0)) throw std::out_of_range(std::string(name) + " is negative");
  return found;
}

model::Timeline timeline(const json& object, const char* name) {
  const auto number = model::number<std::uint32_t>(object, name);
  if (number == 0) throw std::out_of_range(std::string(name) + " is no timeline");
  return {number};
}

model::Lsn lsn(const json& object, const char* name) {
  const auto found = model::parse_lsn(text(object, name));
  if (!found) throw std::out_of_range(found.error().what);
  return *found;
}

model::JournalPlace place(const json& line, const std::string& node) {
  return {.node = node, .at = time(line, "at"), .operation_id = text(line, "id")};
}

model::CertifiedFailover certified(const json& line, const std::string& node) {
  model::CertifiedFailover failover{.place = place(line, node),
                                    .from = text(line, "from"),
                                    .to = text(line, "to"),
                                    .why = model::field<std::string>(line, "why", ""),
                                    .loss = model::value_of<model::Loss>(text(line, "loss")),
                                    .proof = text(line, "proof")};
  if (line.contains("timeline")) failover.timeline = timeline(line, "timeline");
  if (line.contains("parent")) failover.parent = {timeline(line, "parent"), lsn(line, "fork")};
  failover.heard_ms_ago = optional_number<std::int64_t>(line, "heard_ms_ago");
  failover.gap_ms = optional_number<std::int64_t>(line, "gap_ms");
  return failover;
}

model::UndoneWal undone(const json& line, const std::string& node) {
  const auto& lost = line.at("lost");
  return {.place = place(line, node),
          .timeline = timeline(lost, "timeline"),
          .from = lsn(lost, "from"),
          .to = lsn(lost, "to"),
          .bytes = model::number<std::uint64_t>(lost, "bytes"),
          .transactions = optional_number<std::uint64_t>(lost, "transactions"),
          .kept = text(lost, "kept")};
}

void take_line(const json& line, const std::string& node, model::NodeHistory& history) {
  if (line.contains("certificate"))
    history.failovers.push_back(certified(line, node));
  else if (is_promotion(line))
    history.promotions.push_back({place(line, node), text(line, "node")});
  else if (line.contains("refused"))
    history.refusals.push_back({place(line, node), text(line, "refused")});
  else
    history.undone.push_back(undone(line, node));
}

void take_file(const json& file, model::NodeHistory& history) {
  auto read = model::parse_history(timeline(file, "timeline"), text(file, "content"));
  if (!read) throw std::out_of_range(read.error().what);
  history.files.push_back({std::move(*read), time(file, "written"), file.at("undone").get<bool>()});
}

// Takes what is understood and counts the rest.
template <typename Take>
void take_each(const json& list, model::NodeHistory& history, Take&& take) {
  for (const auto& each : list) {
    try {
      take(each);
    } catch (const json::exception&) {
      ++history.not_understood;
    } catch (const std::out_of_range&) {
      ++history.not_understood;
    }
  }
}

const json& list(const json& answer, const char* name) {
  const auto& found = answer.at(name);
  if (!found.is_array()) throw std::out_of_range(std::string(name) + " is no list");
  return found;
}

model::NodeHistory understood(const json& answer, const std::string& node) {
  model::NodeHistory history{.since = text(answer, "since")};
  history.complete = answer.at("complete").get<bool>();
  if (!history.since.empty()) history.since = time(answer, "since");
  history.not_understood = optional_number<std::uint32_t>(answer, "not_understood").value_or(0);
  if (const auto& server = answer.at("server"); !server.is_null())
    history.server = {.timeline = timeline(server, "timeline"),
                      .in_recovery = server.at("in_recovery").get<bool>(),
                      .elected = server.at("elected").get<bool>()};
  take_each(list(answer, "journal"), history,
            [&](const json& line) { take_line(line, node, history); });
  take_each(list(answer, "files"), history, [&](const json& file) { take_file(file, history); });
  return history;
}

std::unexpected<model::Error> not_understood(const char* why, const std::string& node) {
  return std::unexpected(
      model::Error{.what = std::string("the agent's answer is not understood: ") + why,
                   .node = node,
                   .hint = "is the same version of pgmahout installed on every node?"});
}

}  // namespace

model::Result<model::NodeHistory> history_from_json(const json& answer, const std::string& node) {
  try {
    return understood(answer, node);
  } catch (const json::exception& error) {
    return not_understood(error.what(), node);
  } catch (const std::out_of_range& error) {
    return not_understood(error.what(), node);
  }
}

}  // namespace pgmahout::observe
