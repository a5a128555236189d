#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/exit_code.hpp"

namespace pgmahout::model {

/// How one check ended, from best to worst.
enum class Verdict : std::uint8_t {
  ok,
  skipped,    ///< could not be judged because another check failed; that one tells the fault
  warn,       ///< works, and somebody should look
  no_answer,  ///< a node that matters did not answer: neither good nor bad is known
  fail,
};

/// "ok", "skipped", "warn", "no answer", "fail".
[[nodiscard]] std::string_view to_string(Verdict verdict);

/// One named check and what it found.
struct CheckResult {
  std::string id;     ///< stable, "postgresql.one_primary"
  std::string title;  ///< what holds when it is ok
  Verdict verdict = Verdict::ok;
  std::vector<std::string> evidence;  ///< what was seen, one fact a line
  std::string remedy;                 ///< what to do next; empty when ok
};

/// Every check once, in the order in which a person wants to read them.
struct Verification {
  std::string cluster;
  std::vector<CheckResult> checks;
};

/// How many checks ended so.
[[nodiscard]] int count(const Verification& verification, Verdict verdict);

/// 1 when a check failed, else 7 when somebody did not answer, else 0: warnings and skipped checks
/// do not count, because a skipped check always stands beside a failed one.
[[nodiscard]] ExitCode exit_code(const Verification& verification);

}  // namespace pgmahout::model
