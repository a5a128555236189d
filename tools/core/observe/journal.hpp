#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/error.hpp"

namespace pgmahout::observe {

/// The newest lines of a node's journal that tell of changes of the primary.
struct JournalLines {
  std::vector<nlohmann::json> lines;  ///< the newest first
  std::string since;                  ///< when the oldest line that was read was written
  bool complete = false;              ///< nothing older has been thrown away or left out
  std::int64_t not_understood = 0;    ///< torn lines, and parts that cannot be read
};

/// Reads a part of the journal; nothing when there is no such part.
using ReadPart = std::function<model::Result<std::optional<std::string>>(const std::string& name)>;

/// Reads the journal of that name and what logrotate made of it (name.1, name.2 ...), the newest
/// line first, until they are enough: so many, or so many bytes.
[[nodiscard]] JournalLines read_journal(const std::string& name, const ReadPart& read);

/// Whether it is a time as the journal writes it ("2026-03-01T12:00:00.123Z").
[[nodiscard]] bool is_time(std::string_view text);

/// Whether a line tells of a change of the primary: a promotion, a certificate or a refusal of a
/// failover, or what a rejoin gave up.
[[nodiscard]] bool tells_of_a_change(const nlohmann::json& line);

/// Whether it is a failover's line of a promotion that was done.
[[nodiscard]] bool is_promotion(const nlohmann::json& line);

}  // namespace pgmahout::observe
