#include "model/heard.hpp"

#include <sstream>

namespace pgmahout::model {

namespace {

// The guard looks four times a second, or a second apart when the server is slow.
constexpr std::int64_t kFresh = 1500;

}  // namespace

std::string to_text(const Heard& heard) {
  return std::to_string(heard.written) + " " + std::to_string(heard.last) + " " +
         (heard.receiving ? "1" : "0") + "\n";
}

std::optional<std::int64_t> silence_by(const std::string& record, std::int64_t uptime) {
  Heard heard;
  std::istringstream words(record);
  if (!(words >> heard.written >> heard.last >> heard.receiving)) return std::nullopt;
  if (heard.written <= 0 || heard.last <= 0 || heard.receiving) return std::nullopt;
  const bool fresh = uptime >= heard.written && uptime - heard.written <= kFresh;
  if (!fresh || heard.last > uptime) return std::nullopt;
  return uptime - heard.last;
}

}  // namespace pgmahout::model
