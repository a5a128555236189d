#include "observe/journal.hpp"

#include <algorithm>

#include "model/json.hpp"

namespace pgmahout::observe {

namespace {

// What logrotate keeps (guard/logrotate.conf) and the one that is written.
constexpr int kParts = 25;
constexpr std::size_t kMostBytes = std::size_t{768} << 10U;
constexpr std::size_t kLongestLine = std::size_t{64} << 10U;
// A failover that is refused is tried again every few seconds, for days: its words must not push
// out the certificates.
constexpr std::size_t kMostRefusals = 1000;
constexpr std::size_t kMostOthers = 2000;

class Reader {
 public:
  // False when nothing more is taken.
  bool take_part(std::string_view text) {
    while (!text.empty()) {
      if (text.ends_with('\n')) text.remove_suffix(1);
      const auto begin = text.rfind('\n') + 1;  // npos + 1 is 0
      if (!take_line(text.substr(begin))) return false;
      text = text.substr(0, begin);
    }
    return true;
  }
  void skip() { ++read_.not_understood; }
  [[nodiscard]] JournalLines result(bool complete) && {
    read_.complete = complete;
    return std::move(read_);
  }

 private:
  bool take_line(std::string_view text) {
    if (text.empty()) return true;
    const auto line = text.size() > kLongestLine ? nlohmann::json() : model::parse_json(text);
    const auto at = line.is_object() ? model::field<std::string>(line, "at", "") : "";
    if (!is_time(at)) {
      skip();
      return true;
    }
    if (tells_of_a_change(line) && !take(line, text.size())) return false;
    read_.since = at;
    return true;
  }

  bool take(const nlohmann::json& line, std::size_t bytes) {
    if (line.contains("refused")) {
      if (++refusals_ > kMostRefusals) return true;
    } else if (++others_ > kMostOthers) {
      return false;
    }
    bytes_ += bytes;
    if (bytes_ > kMostBytes) return false;
    read_.lines.push_back(line);
    return true;
  }

  JournalLines read_;
  std::size_t bytes_ = 0;
  std::size_t refusals_ = 0;
  std::size_t others_ = 0;
};

}  // namespace

bool is_time(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00T00:00:00.000Z";
  const auto is_like = [](char shape, char it) {
    return shape == '0' ? it >= '0' && it <= '9' : it == shape;
  };
  return std::ranges::equal(kShape, text, is_like);
}

bool tells_of_a_change(const nlohmann::json& line) {
  const auto operation = model::field<std::string>(line, "operation", "");
  if (operation == "failover")
    return line.contains("certificate") || line.contains("refused") || is_promotion(line);
  return operation == "rejoin" && line.contains("lost");
}

bool is_promotion(const nlohmann::json& line) {
  return model::field<std::string>(line, "step", "") == "promote" &&
         model::field<std::string>(line, "outcome", "") == "done";
}

JournalLines read_journal(const std::string& name, const ReadPart& read) {
  Reader reader;
  bool complete = true;
  for (int number = 0; number < kParts; ++number) {
    const auto part = read(number == 0 ? name : name + "." + std::to_string(number));
    if (!part) reader.skip();
    const bool thrown_away = number == kParts - 1 && part && *part;
    complete = complete && part && !thrown_away;
    if (!part || !*part || reader.take_part(**part)) continue;
    complete = false;
    break;
  }
  return std::move(reader).result(complete);
}

}  // namespace pgmahout::observe
