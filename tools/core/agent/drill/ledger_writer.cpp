#include "agent/drill/ledger_writer.hpp"

#include "observe/drill_ledger.hpp"

namespace pgmahout::agent {

namespace {

using model::WriteOutcome;

constexpr ports::Duration kInterval{20};
constexpr ports::Duration kToReconnect{50};
constexpr ports::Duration kPatienceOfClient{2000};

// A commit that gave up waiting for its standbys says so in a warning only: no promise.
WriteOutcome outcome_of(const model::Result<ports::Rows>& answer) {
  if (answer) return answer->warnings.empty() ? WriteOutcome::acknowledged : WriteOutcome::unknown;
  return answer.error().kind == model::ErrorKind::failed ? WriteOutcome::refused
                                                         : WriteOutcome::unknown;
}

}  // namespace

// The next number is due an interval after this one began; a new connection is not.
void LedgerWriter::write(const std::stop_token& stop) {
  auto& clock = clock_.clock();
  while (!stop.stop_requested()) {
    const ports::Deadline due(clock, kInterval);
    clock.sleep_for(one(stop) ? due.remaining() : kToReconnect);
  }
}

std::vector<model::LedgerEntry> LedgerWriter::entries() const {
  const std::lock_guard lock(mutex_);
  return entries_;
}

bool LedgerWriter::one(const std::stop_token& stop) {
  if (!is_connected(stop)) return false;
  const auto number = next_++;
  const auto sent_ms = clock_.now_ms();
  const ports::Deadline deadline(clock_.clock(), kPatienceOfClient, stop);
  const auto outcome = outcome_of(
      session_->run({.text = observe::insert_number(number), .parameters = {}}, deadline));
  note(number, sent_ms, outcome);
  if (outcome == WriteOutcome::acknowledged) return true;
  session_.reset();
  return false;
}

bool LedgerWriter::is_connected(const std::stop_token& stop) {
  if (session_) return true;
  const auto begun_ms = clock_.now_ms();
  auto opened = sql_.connect(target_, ports::Deadline(clock_.clock(), kPatienceOfClient, stop));
  if (opened) session_ = std::move(*opened);
  if (!opened && !stop.stop_requested()) note(0, begun_ms, WriteOutcome::refused);
  return session_ != nullptr;
}

void LedgerWriter::note(std::int64_t number, std::int64_t sent_ms, WriteOutcome outcome) {
  const std::lock_guard lock(mutex_);
  entries_.push_back(
      {.number = number, .sent_ms = sent_ms, .ended_ms = clock_.now_ms(), .outcome = outcome});
}

}  // namespace pgmahout::agent
