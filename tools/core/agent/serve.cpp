#include "agent/serve.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "agent/operation.hpp"
#include "model/exit_code.hpp"
#include "ports/agent/wire.hpp"
#include "ports/process.hpp"
#include "ports/signal_stop.hpp"

namespace pgmahout::agent {

namespace {

constexpr std::size_t kRequestLimit = std::size_t{1} << 20U;
constexpr ports::Duration kTimeToAsk{30000};

bool wait_for(int descriptor, short events, const ports::Deadline& deadline) {
  while (!deadline.over()) {
    pollfd entry{.fd = descriptor, .events = events, .revents = 0};
    if (poll(&entry, 1, deadline.poll_timeout()) > 0) return true;
  }
  return false;
}

std::unexpected<model::Error> bad_request(std::string what) {
  return std::unexpected(model::Error{.kind = model::ErrorKind::invalid, .what = std::move(what)});
}

model::Result<std::string> read_request(const ports::Deadline& deadline) {
  std::string text;
  std::array<char, 65536> buffer{};
  while (wait_for(STDIN_FILENO, POLLIN, deadline)) {
    const ssize_t got = read(STDIN_FILENO, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return bad_request("cannot read the request from standard input");
    if (got == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(got));
    if (text.size() > kRequestLimit) return bad_request("the request is longer than 1 MiB");
  }
  return bad_request("no whole request came on standard input (it ends with the input)");
}

// At most what a pipe that is ready takes without blocking (PIPE_BUF), so that a reader that
// stands still cannot hold us beyond the deadline.
bool write_line(const nlohmann::json& json, const ports::Deadline& deadline) {
  constexpr std::size_t kChunk = 4096;
  const std::string line =
      json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  std::string_view rest = line;
  while (!rest.empty() && wait_for(STDOUT_FILENO, POLLOUT, deadline)) {
    const ssize_t written = write(STDOUT_FILENO, rest.data(), std::min(rest.size(), kChunk));
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
  }
  return rest.empty();
}

std::jthread watch_reader(ports::SignalStop& stop) {
  return std::jthread([&stop](const std::stop_token& end) {
    constexpr ports::Duration kPause{200};
    std::mutex mutex;
    std::condition_variable_any ending;
    std::unique_lock lock(mutex);
    while (!end.stop_requested() && !ports::reader_is_gone(STDOUT_FILENO))
      ending.wait_for(lock, end, kPause, [] { return false; });
    if (!end.stop_requested()) stop.request();
  });
}

model::Result<nlohmann::json> answer(const act::HereOptions& options, spdlog::logger& log,
                                     ports::SignalStop& stop) {
  ports::SystemClock clock;
  const auto text = read_request(ports::Deadline(clock, kTimeToAsk, stop.token()));
  if (!text) return std::unexpected(text.error());
  const auto request = Request::parse(*text);
  if (!request) return std::unexpected(request.error());
  const auto operation = find_operation(*request);
  if (!operation) return std::unexpected(operation.error());
  const auto here = act::Here::open(options, log);
  if (!here) return std::unexpected(here.error());
  const ports::Deadline deadline(clock, request->deadline((*operation)->deadline), stop.token());
  const auto context = (*here)->context(deadline);
  const auto watcher = watch_reader(stop);
  const Session session{.context = context, .progress = [&](const nlohmann::json& progress) {
                          if (!write_line({{"progress", progress}}, deadline)) stop.request();
                        }};
  auto result = (*operation)->run(*request, session);
  if (!result && result.error().node.empty()) result.error().node = context.self.name;
  return result;
}

}  // namespace

int serve(const act::HereOptions& options, spdlog::logger& log) {
  ports::SignalStop stop;
  const auto result = answer(options, log, stop);
  ports::SystemClock clock;
  const ports::Deadline to_write(clock, ports::Duration{10000});
  if (result) {
    const bool told = write_line({{"result", *result}}, to_write);
    return to_int(told ? model::ExitCode::ok : model::ExitCode::incomplete);
  }
  if (!write_line({{"error", to_json(result.error())}}, to_write))
    log.error("{}", to_string(result.error()));
  return to_int(model::exit_code(result.error().kind));
}

}  // namespace pgmahout::agent
