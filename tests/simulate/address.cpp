#include "address.hpp"

#include <algorithm>

#include "pgpool.hpp"
#include "world.hpp"

namespace pgmahout::simulate {

void Address::take(int host) {
  if (holders_.insert(host).second) world_.say(host, "has the virtual IP");
}

void Address::drop(int host) {
  if (holders_.erase(host) > 0) world_.say(host, "does not have the virtual IP any more");
}

void Address::announce(int host) {
  if (!announcements_lost && is_at(host)) sent_to_ = host;
}

std::optional<int> Address::answers_beside(int host) const {
  const auto other = std::ranges::find_if(holders_, [&](int holder) {
    return holder != host && world_.is_up(holder) && world_.both_ways(host, holder);
  });
  return other == holders_.end() ? std::nullopt : std::optional(*other);
}

// As neighbours grow old on Linux: base_reachable_time, delay_first_probe_time and three questions
// to the old one (arp(7)).
std::optional<int> Address::reach() {
  constexpr Time kOld{40'000'000};
  if (is_at(sent_to_) && world_.is_up(sent_to_)) {
    answered_ = world_.now();
    return sent_to_;
  }
  if (world_.now() - answered_ < kOld) return std::nullopt;
  const auto holder = std::ranges::find_if(holders_, [&](int each) { return world_.is_up(each); });
  if (holder != holders_.end()) sent_to_ = *holder;
  return std::nullopt;
}

bool Address::is_at_home() const {
  if (holders_.size() != 1) return false;
  const auto& pgpool = *world_.pgpools.at(static_cast<std::size_t>(*holders_.begin()));
  return pgpool.leads() && pgpool.has_quorum();
}

}  // namespace pgmahout::simulate
