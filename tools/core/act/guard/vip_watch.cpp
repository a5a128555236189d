#include "act/guard/vip_watch.hpp"

#include "act/pcp.hpp"
#include "act/vip.hpp"
#include "decide/vip.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kToAskWatchdog{1000};
constexpr ports::Duration kToChange{3000};
// Pgpool-II needs a moment to take it away itself, and systemd to start Pgpool-II again.
constexpr ports::Duration kToTidyUp{2000};
// After 1, 3, 7 and 15 seconds: who heard none of these is not there.
constexpr int kAnnouncements = 4;
constexpr ports::Duration kFirstPause{1000};

}  // namespace

void VipWatch::look() {
  const bool here = vip_is_here(context_);
  const bool left_behind = is_left_behind(here);
  if (left_behind_.look(left_behind, now()) > kToTidyUp) {
    context_.log.error("{} is here, and no watchdog that leads: it is taken away",
                       context_.cluster.vip);
    const auto dropped = drop_vip(within(context_, kToChange));
    if (!dropped) context_.log.error("{}", to_string(dropped.error()));
    left_behind_.restart();
  }
  if (here && !was_here_) {
    announcements_ = kAnnouncements;
    next_ = now() + kFirstPause;
  }
  was_here_ = here;
  // One that is here wrongly must not be told to anybody: all would send to the wrong host.
  if (here && !left_behind && announcements_ > 0 && now() >= next_) announce_again();
}

bool VipWatch::is_left_behind(bool here) const {
  if (!here) return false;
  return decide::vip_was_left_behind({.here = true,
                                      .pgpool_runs = context_.pgpool.runs(),
                                      .leads = leads(within(context_, kToAskWatchdog))});
}

void VipWatch::announce_again() {
  const auto pause = kFirstPause * (2 << (kAnnouncements - announcements_));
  --announcements_;
  const auto done = announce_vip(within(context_, kToChange));
  if (!done) context_.log.warn("{}", to_string(done.error()));
  next_ = now() + pause;
}

}  // namespace pgmahout::act
