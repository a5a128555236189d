#include "decide/diagnose/known_messages.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <ranges>

namespace pgmahout::decide {

namespace {

// Of two that one line says the first counts: a lost connection is how every other fault ends.
constexpr std::array kStreaming{
    KnownMessage{"replication.slot_gone", "", "replication slot \"", "\" does not exist"},
    KnownMessage{"replication.slot_gone", "", "replication slot \"", "\" is active for PID"},
    KnownMessage{"replication.wal_removed", "", "has already been removed"},
    KnownMessage{"replication.diverged", "", "is not in this server's history"},
    KnownMessage{"replication.diverged", "", "is behind recovery timeline"},
    KnownMessage{"replication.diverged", "", "forked off current database system timeline"},
    KnownMessage{"replication.other_cluster", "", "system identifier differs"},
    KnownMessage{"replication.password", "28P01", "password authentication failed"},
    KnownMessage{"replication.password", "", "no password supplied"},
    KnownMessage{"replication.hba", "28000", "no pg_hba.conf entry"},
    KnownMessage{"replication.hba", "", "pg_hba.conf rejects"},
    KnownMessage{"replication.no_sender_left", "", "requested standby connections exceeds"},
    KnownMessage{"replication.no_sender_left", "53300", "too many connections"},
    KnownMessage{"replication.network", "08006", "could not connect to the primary server"},
    KnownMessage{"replication.network", "", "terminating walreceiver due to timeout"},
    KnownMessage{"replication.network", "", "could not receive data from WAL stream"}};

constexpr std::array kStarting{
    KnownMessage{"replication.parameters", "", "insufficient parameter settings"},
    KnownMessage{"server.disk_full", "53100", "No space left on device"},
    KnownMessage{"server.config_broken", "F0000", "contains errors"},
    KnownMessage{"server.config_broken", "", "unrecognized configuration parameter"},
    KnownMessage{"server.config_broken", "", "invalid value for parameter"},
    KnownMessage{"server.config_broken", "", "could not load pg_hba.conf"},
    KnownMessage{"server.port_taken", "", "could not bind"},
    KnownMessage{"server.memory", "53200", "could not map anonymous shared memory"},
    KnownMessage{"server.memory", "", "Cannot allocate memory"},
    KnownMessage{"server.rights", "", "has invalid permissions"},
    KnownMessage{"server.rights", "", "has wrong ownership"},
    KnownMessage{"server.rights", "42501", "Permission denied"},
    KnownMessage{"server.wal_missing", "", "could not locate required checkpoint record"},
    KnownMessage{"server.wal_missing", "", "could not locate a valid checkpoint record"},
    KnownMessage{"server.wal_missing", "", "requested timeline"},
    KnownMessage{"server.wrong_version", "", "database files are incompatible with server"},
    KnownMessage{"server.corrupt", "XX001", "invalid page in block"},
    KnownMessage{"server.corrupt", "XX002", "PANIC:"}};

constexpr std::array kCrash{KnownMessage{"crash.killed", "", "was terminated by signal 9"},
                            KnownMessage{"crash.signal", "", "was terminated by signal"}};

constexpr std::array kReplay{
    KnownMessage{"replication.conflict", "", "recovery still waiting after"},
    KnownMessage{"replication.conflict", "40001", "due to conflict with recovery"}};

bool is_letter_or_digit(char letter) {
  return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= 'a' && letter <= 'z');
}

// As a word of its own.
bool has_sqlstate(std::string_view line, std::string_view sqlstate) {
  if (sqlstate.empty()) return false;
  for (auto at = line.find(sqlstate); at != std::string_view::npos;
       at = line.find(sqlstate, at + 1)) {
    const auto end = at + sqlstate.size();
    const bool begins = at == 0 || !is_letter_or_digit(line[at - 1]);
    if (begins && (end == line.size() || !is_letter_or_digit(line[end]))) return true;
  }
  return false;
}

bool says(std::string_view line, const KnownMessage& known) {
  const auto at = line.find(known.text);
  if (at != std::string_view::npos && line.find(known.also, at) != std::string_view::npos)
    return true;
  return has_sqlstate(line, known.sqlstate);
}

std::optional<std::int64_t> digits(std::string_view text, std::size_t from, std::size_t count) {
  if (text.size() < from + count) return std::nullopt;
  std::int64_t value = 0;
  const auto* end = text.data() + from + count;
  const auto read = std::from_chars(text.data() + from, end, value);
  if (read.ec != std::errc() || read.ptr != end || value < 0) return std::nullopt;
  return value;
}

// Days since 1970 of the Gregorian calendar; years are counted from March on, so that the day of a
// leap year is the last one.
std::int64_t days_of(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (month <= 2) --year;
  const std::int64_t era = year / 400;
  const std::int64_t of_era = year - era * 400;
  const std::int64_t of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

}  // namespace

std::span<const KnownMessage> streaming_messages() { return kStreaming; }
std::span<const KnownMessage> starting_messages() { return kStarting; }
std::span<const KnownMessage> crash_messages() { return kCrash; }
std::span<const KnownMessage> replay_messages() { return kReplay; }

std::optional<FoundMessage> last_message(const std::vector<std::string>& lines,
                                         std::span<const KnownMessage> known,
                                         std::string_view well_again) {
  for (const std::string& line : std::views::reverse(lines)) {
    if (!well_again.empty() && line.find(well_again) != std::string::npos) return std::nullopt;
    const auto found =
        std::ranges::find_if(known, [&](const KnownMessage& each) { return says(line, each); });
    if (found != known.end()) return FoundMessage{found->diagnosis, line};
  }
  return std::nullopt;
}

std::optional<std::int64_t> seconds_of(std::string_view text) {
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 5, 2);
  const auto day = digits(text, 8, 2);
  const auto hour = digits(text, 11, 2);
  const auto minute = digits(text, 14, 2);
  const auto second = digits(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  if (*month < 1 || *month > 12) return std::nullopt;
  return days_of(*year, *month, *day) * 86400 + *hour * 3600 + *minute * 60 + *second;
}

}  // namespace pgmahout::decide
