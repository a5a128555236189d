#include "model/control_data.hpp"

#include <charconv>

namespace pgmahout::model {

namespace {

Error missing(const std::string& label) {
  return {.kind = ErrorKind::invalid,
          .what = "pg_controldata's output has no sensible \"" + label + "\"",
          .hint = "is it of the same major version as the data directory?"};
}

// Neither is there on a server that has never been in recovery: then they are "0/0" and "0".
WalPosition parse_min_recovery(const std::string& output) {
  const std::string timeline = control_value(output, "Min recovery ending loc's timeline");
  const auto number = parse_timeline(timeline);
  const auto lsn = parse_lsn(control_value(output, "Minimum recovery ending location"));
  if (!number || !lsn) return {};
  return {*number, *lsn};
}

std::uint64_t parse_segment_size(const std::string& output) {
  const std::string text = control_value(output, "Bytes per WAL segment");
  std::uint64_t bytes = 0;
  std::from_chars(text.data(), text.data() + text.size(), bytes);
  return bytes;
}

bool starts_with(const std::string& text, const std::string& begin) {
  return text.compare(0, begin.size(), begin) == 0;
}

}  // namespace

std::string control_value(const std::string& output, const std::string& label) {
  const std::string key = label + ":";
  auto begin = starts_with(output, key) ? 0 : output.find("\n" + key);
  if (begin == std::string::npos) return "";
  begin = output.find(':', begin) + 1;
  const auto end = output.find('\n', begin);
  const auto first = output.find_first_not_of(' ', begin);
  if (first == std::string::npos || first >= end) return "";
  return output.substr(first, end - first);
}

Result<ControlData> parse_control_data(const std::string& output) {
  const auto identifier =
      parse_system_identifier(control_value(output, "Database system identifier"));
  if (!identifier) return std::unexpected(missing("Database system identifier"));
  const auto timeline = parse_timeline(control_value(output, "Latest checkpoint's TimeLineID"));
  if (!timeline) return std::unexpected(missing("Latest checkpoint's TimeLineID"));
  const auto checkpoint = parse_lsn(control_value(output, "Latest checkpoint location"));
  if (!checkpoint) return std::unexpected(missing("Latest checkpoint location"));
  // One of "shut down", "shut down in recovery", "in production", "in archive recovery" and a few
  // more (pg_controldata.c, dbState()).
  const std::string state = control_value(output, "Database cluster state");
  if (state.empty()) return std::unexpected(missing("Database cluster state"));
  const auto segment = parse_segment_size(output);
  if (segment == 0) return std::unexpected(missing("Bytes per WAL segment"));
  return ControlData{
      .system_identifier = *identifier,
      .shut_down = state == "shut down",
      .was_standby = state == "shut down in recovery" || state == "in archive recovery",
      .consistent = state == "shut down" || state == "shut down in recovery",
      .checkpoint = {*timeline, *checkpoint},
      .min_recovery = parse_min_recovery(output),
      .wal_segment_bytes = segment,
      .checksums = control_value(output, "Data page checksum version") != "0",
      .hint_bits_logged = control_value(output, "wal_log_hints setting") == "on"};
}

}  // namespace pgmahout::model
