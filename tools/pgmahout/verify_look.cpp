#include "verify_look.hpp"

#include <iostream>

#include "agent/ask_nodes.hpp"
#include "facts.hpp"
#include "observe/expect.hpp"

namespace pgmahout::cli {

namespace {

// All that one look at the cluster needs; its time begins with each look.
struct Look {
  const VerifyPatience& patience;
  const model::Cluster& cluster;
  const model::Expectation& expectation;
  const VerifyMeans& means;

  [[nodiscard]] model::Verification now() const {
    const ports::Deadline deadline(means.clock, std::chrono::seconds(patience.deadline_seconds),
                                   means.stop);
    const model::Inspection inspection =
        agent::ask_nodes({cluster, means.shell, deadline}, expectation);
    return decide::verify({cluster, expectation, inspection, patience.limits});
  }
};

void tell_what_is_not_well_yet(const model::Verification& verification) {
  for (const model::CheckResult& check : verification.checks)
    if (check.verdict == model::Verdict::fail || check.verdict == model::Verdict::no_answer)
      std::cerr << "asking again, for " << check.id << ": "
                << (check.evidence.empty() ? "" : check.evidence.front()) << '\n';
}

// A cluster that was just changed needs a while: a vote that comes late, a standby that attaches.
model::Verification look_until_well(const Look& look) {
  constexpr ports::Duration kPause{2000};
  const ports::Deadline settled(
      look.means.clock, std::chrono::seconds(look.patience.settle_seconds), look.means.stop);
  for (;;) {
    model::Verification verification = look.now();
    if (exit_code(verification) == model::ExitCode::ok || settled.remaining() <= kPause ||
        settled.stopped())
      return verification;
    tell_what_is_not_well_yet(verification);
    look.means.clock.sleep_for(kPause);
  }
}

}  // namespace

model::Result<model::Verification> look_at_cluster(model::Cluster cluster, bool has_facts,
                                                   const VerifyPatience& patience,
                                                   const VerifyMeans& means) {
  const ports::Deadline first(means.clock, std::chrono::seconds(patience.deadline_seconds) / 4,
                              means.stop);
  const bool complete = has_facts || complete_facts(cluster, {cluster, means.shell, first});
  const auto expectation = observe::expect(cluster, complete);
  if (!expectation) return std::unexpected(expectation.error());
  return look_until_well({patience, cluster, *expectation, means});
}

}  // namespace pgmahout::cli
