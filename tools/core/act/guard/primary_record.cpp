#include "act/guard/primary_record.hpp"

#include "model/json.hpp"

namespace pgmahout::act {

namespace {

constexpr const char* kRecordName = "primary.json";

}  // namespace

model::Result<std::optional<PrimaryRecord>> read_primary_record(const Context& context) {
  const auto text = context.store.read(kRecordName);
  if (!text) return std::unexpected(text.error());
  const auto json = model::parse_json(text->value_or(""));
  const auto identifier =
      model::parse_system_identifier(model::field<std::string>(json, "system_identifier", ""));
  const auto timeline = model::field<std::uint32_t>(json, "timeline", 0);
  if (!identifier || timeline == 0) return std::nullopt;
  return PrimaryRecord{*identifier, {timeline}};
}

model::Result<void> arm_primary(const Context& context, const PrimaryRecord& record) {
  const auto before = read_primary_record(context);
  if (!before) return std::unexpected(before.error());
  if (*before != record) {
    const nlohmann::json json{{"system_identifier", to_string(record.system_identifier)},
                              {"timeline", record.timeline.number}};
    if (auto done = context.store.write(kRecordName, json.dump() + "\n"); !done) return done;
  }
  if (context.server.has_standby_signal()) return {};
  return context.server.set_standby_signal(true);
}

model::Result<void> forget_primary(const Context& context) {
  return context.store.remove(kRecordName);
}

// A checkpoint of the new timeline may be missing after a crash right behind the promotion, so the
// control file may lag behind the record, but never lead it.
bool has_led(const Context& context, const model::ServerState& server) {
  const auto record = read_primary_record(context);
  return record && *record && (*record)->system_identifier == server.system_identifier &&
         (*record)->timeline == server.timeline;
}

bool was_primary(const PrimaryRecord& record, const model::ControlData& control,
                 bool is_fresh_copy) {
  return !is_fresh_copy && record.system_identifier == control.system_identifier &&
         control.timeline() <= record.timeline;
}

}  // namespace pgmahout::act
