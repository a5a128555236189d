#include "workers.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace pgmahout::simulate {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Day, number, broken, story, seen, acknowledged, promotions)

namespace {

// No day takes that many seconds, however slow the machine: who does hangs.
constexpr unsigned kLongestDay = 300;

void send(int pipe, const std::string& text) {
  for (std::size_t sent = 0; sent < text.size();) {
    const auto written = ::write(pipe, text.data() + sent, text.size() - sent);
    if (written <= 0) ::_exit(1);
    sent += static_cast<std::size_t>(written);
  }
}

/// One process, and the days that are still to come from it.
class Worker {
 public:
  Worker(std::uint64_t next, std::uint64_t end, std::uint64_t step)
      : next_(next), end_(end), step_(step) {}
  ~Worker() { stop(); }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void start(const std::function<Day(std::uint64_t)>& live) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    (void)std::fflush(stdout);
    process_ = ::fork();
    if (process_ < 0) throw std::runtime_error("no process");
    if (process_ == 0) work(ends[1], live);
    ::close(ends[1]);
    pipe_ = ends[0];
  }

  [[nodiscard]] int pipe() const { return pipe_; }
  [[nodiscard]] bool is_done() const { return next_ >= end_; }

  /// What has come, of whole days; a process that ended before its time has broken one.
  std::vector<Day> receive() {
    std::array<char, 65536> buffer{};
    const auto got = ::read(pipe_, buffer.data(), buffer.size());
    if (got <= 0) return ended();
    text_.append(buffer.data(), static_cast<std::size_t>(got));
    std::vector<Day> days;
    for (auto end = text_.find('\n'); end != std::string::npos; end = text_.find('\n')) {
      days.push_back(nlohmann::json::parse(text_.substr(0, end)).get<Day>());
      text_.erase(0, end + 1);
      next_ += step_;
    }
    return days;
  }

 private:
  [[noreturn]] void work(int pipe, const std::function<Day(std::uint64_t)>& live) const {
    const rlimit no_core{.rlim_cur = 0, .rlim_max = 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    for (auto number = next_; number < end_; number += step_) {
      ::alarm(kLongestDay);
      send(pipe, nlohmann::json(live(number)).dump() + "\n");
    }
    ::_exit(0);
  }

  std::vector<Day> ended() {
    const int status = reap();
    if (is_done()) return {};
    const auto what = WIFSIGNALED(status)
                          ? fmt::format("the simulation ends by signal {}", WTERMSIG(status))
                          : fmt::format("the simulation ends with {}", WEXITSTATUS(status));
    Day day{.number = next_, .broken = {what}};
    next_ += step_;
    text_.clear();
    return {day};
  }

  int reap() {
    int status = 0;
    ::waitpid(process_, &status, 0);
    ::close(pipe_);
    process_ = pipe_ = -1;
    return status;
  }

  void stop() {
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    reap();
  }

  std::uint64_t next_;
  std::uint64_t end_;
  std::uint64_t step_;
  pid_t process_ = -1;
  int pipe_ = -1;
  std::string text_;
};

using Workers = std::vector<std::unique_ptr<Worker>>;

// Waits until one of them has something to say.
void wait_for(const Workers& workers, std::vector<Worker*>& ready) {
  std::vector<pollfd> polled;
  std::vector<Worker*> asked;
  for (const auto& worker : workers)
    if (worker->pipe() >= 0) {
      polled.push_back({.fd = worker->pipe(), .events = POLLIN, .revents = 0});
      asked.push_back(worker.get());
    }
  ::poll(polled.data(), polled.size(), -1);
  for (std::size_t index = 0; index < polled.size(); ++index)
    if (polled[index].revents != 0) ready.push_back(asked[index]);
}

}  // namespace

void live_in_workers(const Days& days, int jobs, const std::function<Day(std::uint64_t)>& live,
                     const std::function<bool(const Day&)>& take) {
  Workers workers;
  const auto end = days.first + days.count;
  for (int job = 0; job < jobs; ++job)
    workers.push_back(std::make_unique<Worker>(days.first + static_cast<std::uint64_t>(job), end,
                                               static_cast<std::uint64_t>(jobs)));
  for (auto& worker : workers) worker->start(live);
  std::map<std::uint64_t, Day> come;
  for (auto next = days.first; next < end;) {
    std::vector<Worker*> ready;
    wait_for(workers, ready);
    for (auto* worker : ready) {
      for (auto& day : worker->receive()) come.emplace(day.number, std::move(day));
      if (worker->pipe() < 0 && !worker->is_done()) worker->start(live);
    }
    for (; !come.empty() && come.begin()->first == next; come.erase(come.begin()), ++next)
      if (!take(come.begin()->second)) return;
  }
}

}  // namespace pgmahout::simulate
