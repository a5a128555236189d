#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "act/context.hpp"

namespace pgmahout::act {

/// What an operation did, as lines of JSON in the node's store: which operation, when, which step
/// on which node, and how it ended. It is for people and for the history of the cluster; a run that
/// was cut off is taken up by what the nodes say, not by what was written here.
class Journal {
 public:
  /// The operation's id is made of the time and this node's name.
  Journal(const Context& context, std::string operation);

  /// Writes one line. A disk that is full does not stop a failover: it is logged.
  void note(nlohmann::json what) const;

  [[nodiscard]] const std::string& id() const { return id_; }

 private:
  const Context& context_;
  std::string operation_;
  std::string id_;
};

/// The name of the record.
constexpr const char* kJournalRecord = "journal.jsonl";

/// A time as "2026-03-01T12:00:00.123Z": such texts are in the order of their times.
[[nodiscard]] std::string timestamp(std::chrono::system_clock::time_point time);

/// The wall clock's time, the same way.
[[nodiscard]] std::string timestamp(const ports::Clock& clock);

}  // namespace pgmahout::act
