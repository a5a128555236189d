#include "act/failover/certificate.hpp"

#include <algorithm>

#include "model/names.hpp"

namespace pgmahout::act {

namespace {

std::int64_t milliseconds(ports::TimePoint from, ports::TimePoint to) {
  const auto between = std::chrono::duration_cast<ports::Duration>(to - from);
  return std::max(between, ports::Duration::zero()).count();
}

void add_way(const model::TimelineHistory& way, nlohmann::json& json) {
  json["timeline"] = way.timeline.number;
  if (way.ancestors.empty()) return;
  json["parent"] = way.ancestors.back().from.number;
  json["fork"] = to_string(way.ancestors.back().at);
}

}  // namespace

nlohmann::json to_json(const Certificate& certificate) {
  nlohmann::json json{{"certificate", "failover"},
                      {"from", certificate.from},
                      {"to", certificate.to},
                      {"why", certificate.why},
                      {"loss", model::name_of(certificate.verdict.loss)},
                      {"proof", certificate.verdict.reason},
                      {"took_ms", milliseconds(certificate.began, certificate.ended)}};
  if (certificate.way) add_way(*certificate.way, json);
  if (certificate.heard) {
    json["heard_ms_ago"] = milliseconds(*certificate.heard, certificate.began);
    json["gap_ms"] = milliseconds(*certificate.heard, certificate.ended);
  }
  return json;
}

}  // namespace pgmahout::act
