#include "ports/signal_stop.hpp"

#include <csignal>

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
  while (!end_of_watch.stop_requested())
    if (sigwaitinfo(&set, nullptr) > 0 && !end_of_watch.stop_requested()) source.request_stop();
}

}  // namespace

SignalStop::SignalStop() {
  const sigset_t set = ending_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  watcher_ = std::jthread([source = source_](const std::stop_token& end) { watch(end, source); });
}

// The watcher is woken by one of its own signals, sent to it alone: it then sees that it is to end.
SignalStop::~SignalStop() {
  watcher_.request_stop();
  pthread_kill(watcher_.native_handle(), SIGHUP);
}

}  // namespace pgmahout::ports
