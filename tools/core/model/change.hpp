#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pgmahout::model {

/// Something that must hold before a cluster is changed on purpose, and whether it does.
struct Precondition {
  std::string what;  ///< what must hold, "every node answers"
  bool holds = false;
  std::string evidence;  ///< what was seen instead; empty when it holds
  std::string next;      ///< what to do about it; empty when it holds
};

/// A change that somebody wants, before it is made.
struct Proposal {
  std::string command;  ///< "switchover"
  std::string cluster;
  std::string from;  ///< the node that gives its place up; empty: none does
  std::string to;    ///< the node that is to be changed, or to be primary
  std::vector<Precondition> preconditions;
  std::vector<std::string> steps;  ///< what will be done, one sentence each
  std::string nothing_to_do;       ///< why not; empty: there is something to do

  /// Whether everything holds that must.
  [[nodiscard]] bool allowed() const {
    return std::ranges::all_of(preconditions, &Precondition::holds);
  }
};

/// How a change ended.
struct ChangeResult {
  std::string what;                     ///< "postgres2 is primary now"
  std::string primary;                  ///< who is primary afterwards
  std::optional<std::int64_t> took_ms;  ///< from the order to the end
};

}  // namespace pgmahout::model
