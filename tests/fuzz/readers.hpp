#pragma once

#include <cstdlib>
#include <string>

// What the parts of the fuzzer of answers share, and the readers that stand in files of their own.
namespace pgmahout::fuzz {

/// That it was read to its end is all that is asked.
template <typename Value>
void only_read(const Value& /*value*/) {}

/// What is found is reported by ending at once.
inline void require(bool truth) {
  if (!truth) std::abort();
}

/// agent.cpp: what comes over SSH from a node's agent, lines of anything, for everybody who asks.
void read_agent(const std::string& text);

/// records.cpp: the text as each record of the node's store that is read back.
void read_record(const std::string& text);
/// records.cpp: the text as what happened, and as what a crash left of the journal.
void read_journal(const std::string& text);
/// records.cpp: the text as the journal of a clone.
void read_clone_journal(const std::string& text);

}  // namespace pgmahout::fuzz
