#include "shrink.hpp"

namespace pgmahout::simulate {

namespace {

// When, who and how often differ from attempt to attempt; what kind of promise it is does not.
std::string without_numbers(const std::string& promise) {
  std::string text;
  for (const char letter : promise)
    if ((letter < '0' || letter > '9') && letter != '.') text += letter;
  return text;
}

std::string first_broken(std::uint64_t number, const Schedule& schedule) {
  const auto day = live(number, schedule, {});
  return day.broken.empty() ? "" : without_numbers(day.broken.front());
}

// Each way to have one fault less, or the same for a shorter time or with less delay.
std::vector<Schedule> smaller(const Schedule& schedule) {
  std::vector<Schedule> all;
  for (std::size_t index = 0; index < schedule.size(); ++index) {
    auto fewer = schedule;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(index));
    all.push_back(std::move(fewer));
  }
  constexpr Time kWorthIt{200'000};
  for (std::size_t index = 0; index < schedule.size(); ++index)
    for (auto member : {&Fault::lasts, &Fault::delay}) {
      if (schedule[index].*member < kWorthIt) continue;
      auto shorter = schedule;
      shorter[index].*member /= 2;
      all.push_back(std::move(shorter));
    }
  return all;
}

}  // namespace

Schedule shrink(std::uint64_t number, Schedule schedule) {
  const auto promise = first_broken(number, schedule);
  for (bool found = !promise.empty(); found;) {
    found = false;
    for (auto& candidate : smaller(schedule))
      if (first_broken(number, candidate) == promise) {
        schedule = std::move(candidate);
        found = true;
        break;
      }
  }
  return schedule;
}

}  // namespace pgmahout::simulate
