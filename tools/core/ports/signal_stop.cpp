#include "ports/signal_stop.hpp"

#include <csignal>
#include <ctime>

namespace pgmahout::ports {

namespace {

sigset_t ending_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, number);
  return set;
}

void watch(const std::stop_token& end_of_watch, const std::stop_source& source) {
  const sigset_t set = ending_signals();
  constexpr timespec kSlice{.tv_sec = 0, .tv_nsec = 200'000'000};
  while (!end_of_watch.stop_requested())
    if (sigtimedwait(&set, nullptr, &kSlice) > 0) source.request_stop();
}

}  // namespace

SignalStop::SignalStop() {
  const sigset_t set = ending_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  watcher_ = std::jthread([source = source_](const std::stop_token& end) { watch(end, source); });
}

SignalStop::~SignalStop() { watcher_.request_stop(); }

}  // namespace pgmahout::ports
