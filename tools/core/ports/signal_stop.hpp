#pragma once

#include <stop_token>
#include <thread>

namespace pgmahout::ports {

/// Turns SIGINT, SIGTERM and SIGHUP into a request to stop, which every Deadline made with its
/// token notices. Make it before any other thread: they inherit the blocked signals from here.
class SignalStop {
 public:
  SignalStop();
  ~SignalStop();
  SignalStop(const SignalStop&) = delete;
  SignalStop& operator=(const SignalStop&) = delete;

  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }
  void request() { source_.request_stop(); }

 private:
  std::stop_source source_;
  std::jthread watcher_;
};

}  // namespace pgmahout::ports
