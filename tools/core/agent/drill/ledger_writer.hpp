#pragma once

#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

#include "agent/drill/world.hpp"
#include "model/drill.hpp"

namespace pgmahout::agent {

/// A client that writes increasing numbers, each sent once, and keeps every receipt.
class LedgerWriter {
 public:
  LedgerWriter(ports::Sql& sql, ports::SqlTarget target, const Stopclock& clock)
      : sql_(sql), target_(std::move(target)), clock_(clock) {}

  /// Writes until it is told to stop, one number about every 20 ms.
  void write(const std::stop_token& stop);
  /// What became of the numbers so far; may be asked while it writes.
  [[nodiscard]] std::vector<model::LedgerEntry> entries() const;

 private:
  [[nodiscard]] bool one(const std::stop_token& stop);
  [[nodiscard]] bool is_connected(const std::stop_token& stop);
  void note(std::int64_t number, std::int64_t sent_ms, model::WriteOutcome outcome);

  ports::Sql& sql_;
  ports::SqlTarget target_;
  const Stopclock& clock_;
  std::unique_ptr<ports::SqlSession> session_;
  std::int64_t next_ = 1;
  mutable std::mutex mutex_;
  std::vector<model::LedgerEntry> entries_;
};

}  // namespace pgmahout::agent
