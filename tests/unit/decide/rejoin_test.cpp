#include "decide/rejoin.hpp"

#include <doctest/doctest.h>

#include "decide/observed.hpp"

using namespace pgmahout;
using decide::RejoinAction;
using model::Rejoin;

namespace {

constexpr model::SystemIdentifier kCluster{7};
constexpr model::SystemIdentifier kOther{8};

// n1 was promoted at 500: its timeline 2 left timeline 1 there.
decide::RejoinFacts seen_primary() {
  auto state = *observed::primary(1, observed::history(2, {{1, 500}})).server;
  state.system_identifier = kCluster;
  return {.primary_name = "n1",
          .primary_host = "192.0.2.1",
          .primary_port = 5432,
          .primary = std::move(state)};
}

decide::RejoinFacts stopped(bool standby, std::uint64_t end,
                            const model::TimelineHistory& way = observed::history(1)) {
  auto facts = seen_primary();
  facts.control = model::ControlData{.system_identifier = kCluster,
                                     .shut_down = !standby,
                                     .was_standby = standby,
                                     .checksums = true};
  facts.end = {way.timeline, {end}};
  facts.history = way;
  return facts;
}

decide::RejoinFacts running(const model::NodeState& node) {
  auto facts = stopped(node.server->in_recovery, 0);
  facts.postmaster_runs = true;
  facts.server = node.server;
  facts.server->system_identifier = kCluster;
  return facts;
}

decide::RejoinFacts streaming_from(const std::string& host) {
  auto facts = running(observed::standby(0, 400));
  facts.server->receiving = true;
  facts.server->sender_host = host;
  facts.server->sender_port = 5432;
  return facts;
}

RejoinAction action_for(const decide::RejoinFacts& facts) {
  const auto decision = decide::decide_rejoin(facts);
  REQUIRE_MESSAGE(decision.has_value(), (decision ? "" : decision.error().what));
  CHECK_FALSE(decision->reason.empty());
  return decision->action;
}

bool is_refused(const decide::RejoinFacts& facts, const std::string& why) {
  const auto decision = decide::decide_rejoin(facts);
  if (decision) return false;
  CAPTURE(decision.error().what);
  CHECK(decision.error().what.find(why) != std::string::npos);
  return decision.error().kind == model::ErrorKind::refused && !decision.error().hint.empty();
}

}  // namespace

TEST_CASE("a standby that streams from the primary is left alone") {
  CHECK(action_for(streaming_from("192.0.2.1")) == RejoinAction::nothing);
  CHECK(action_for(streaming_from("192.0.2.9")) == RejoinAction::repoint);
}

TEST_CASE("a running standby on the primary's way is told whom to follow") {
  CHECK(action_for(running(observed::standby(0, 500))) == RejoinAction::repoint);
  CHECK(action_for(running(observed::standby(0, 501))) == RejoinAction::rewind);
  auto manual = running(observed::standby(0, 500));
  manual.policy = Rejoin::manual;
  CHECK(action_for(manual) == RejoinAction::repoint);
}

TEST_CASE("a standby ahead of the primary on its own timeline is copied") {
  const auto same = observed::history(2, {{1, 500}});
  CHECK(action_for(running(observed::standby(0, 1000, same))) == RejoinAction::repoint);
  CHECK(action_for(running(observed::standby(0, 1001, same))) == RejoinAction::clone);
}

TEST_CASE("a stopped standby is started as long as its WAL is on the way") {
  CHECK(action_for(stopped(true, 500)) == RejoinAction::start);
  CHECK(action_for(stopped(true, 501)) == RejoinAction::rewind);
}

TEST_CASE("a former primary is rewound, wherever it ended") {
  for (const std::uint64_t end : {400, 900})
    CHECK(action_for(stopped(false, end)) == RejoinAction::rewind);
  auto crashed = stopped(false, 500);
  crashed.control->shut_down = false;
  CHECK(action_for(crashed) == RejoinAction::rewind);
}

TEST_CASE("a former primary that was stopped in order where the new one went on just starts") {
  auto facts = stopped(false, 500);
  CHECK(action_for(facts) == RejoinAction::start);
  facts.rewind_cut_off = true;
  CHECK(action_for(facts) == RejoinAction::clone);
}

TEST_CASE("a copy that was never started is a standby, whatever its control file says") {
  auto facts = stopped(false, 500);
  facts.unused_copy = true;
  CHECK(action_for(facts) == RejoinAction::start);
  facts.end.lsn = {501};
  CHECK(action_for(facts) == RejoinAction::clone);
}

TEST_CASE("one that accepts writes on a timeline that was left behind is stopped first") {
  CHECK(action_for(running(observed::primary(0))) == RejoinAction::fence);
  auto manual = running(observed::primary(0));
  manual.policy = Rejoin::manual;
  CHECK(action_for(manual) == RejoinAction::fence);
  CHECK(is_refused(running(observed::primary(0, observed::history(2, {{1, 500}}))), "as on n1"));
  CHECK(is_refused(running(observed::primary(0, observed::history(2, {{1, 400}}))), "as on n1"));
}

TEST_CASE("where pg_rewind cannot help it is copied") {
  auto no_hints = stopped(false, 900);
  no_hints.control->checksums = false;
  CHECK(action_for(no_hints) == RejoinAction::clone);
  no_hints.control->hint_bits_logged = true;
  CHECK(action_for(no_hints) == RejoinAction::rewind);
  for (auto gone : {stopped(true, 100), running(observed::standby(0, 100))}) {
    gone.wal_is_gone = true;
    CHECK(action_for(gone) == RejoinAction::clone);
    gone.policy = Rejoin::rewind;
    CHECK(is_refused(gone, "does not have the WAL"));
  }
  auto cut_off = stopped(true, 100);
  cut_off.rewind_cut_off = true;
  CHECK(action_for(cut_off) == RejoinAction::clone);
  auto failed = stopped(false, 900);
  failed.rewind_failed = true;
  CHECK(action_for(failed) == RejoinAction::clone);
  CHECK(action_for(stopped(false, 900, observed::history(2, {{1, 400}}))) == RejoinAction::clone);
  CHECK(action_for(seen_primary()) == RejoinAction::clone);
}

TEST_CASE("what the policy forbids is refused") {
  auto rewind_only = stopped(false, 900);
  rewind_only.policy = Rejoin::rewind;
  CHECK(action_for(rewind_only) == RejoinAction::rewind);
  rewind_only.rewind_failed = true;
  CHECK(is_refused(rewind_only, "copied afresh"));
  auto manual = stopped(false, 900);
  manual.policy = Rejoin::manual;
  CHECK(is_refused(manual, "manual"));
  auto empty = seen_primary();
  empty.policy = Rejoin::manual;
  CHECK(is_refused(empty, "no database cluster"));
}

TEST_CASE("what nobody can judge is refused") {
  auto no_primary = stopped(true, 100);
  no_primary.primary.in_recovery = true;
  CHECK(is_refused(no_primary, "in recovery"));
  auto foreign = stopped(true, 100);
  foreign.control->system_identifier = kOther;
  CHECK(is_refused(foreign, "another cluster"));
  auto files = seen_primary();
  files.other_files = true;
  CHECK(is_refused(files, "no database cluster"));
  CHECK(is_refused(stopped(true, 900, observed::history(3, {{1, 400}, {2, 450}})), "only on 2"));
  CHECK(is_refused(stopped(false, 900, observed::history(2, {{1, 500}})), "very timeline"));
  auto promoting = running(observed::standby(0, 500));
  promoting.server->promoting = true;
  CHECK(is_refused(promoting, "promote"));
}

TEST_CASE("where two ways parted") {
  using observed::history;
  CHECK(model::fork_of(history(1), history(2, {{1, 500}})) ==
        model::WalPosition{.timeline = {1}, .lsn = {500}});
  CHECK(model::fork_of(history(2, {{1, 400}}), history(3, {{1, 500}})) ==
        model::WalPosition{.timeline = {1}, .lsn = {400}});
  CHECK(model::fork_of(history(3, {{1, 400}, {2, 600}}), history(4, {{1, 400}, {2, 550}})) ==
        model::WalPosition{.timeline = {2}, .lsn = {550}});
  CHECK(model::fork_of(history(3, {{1, 400}}), history(2, {{1, 400}})) ==
        model::WalPosition{.timeline = {1}, .lsn = {400}});
  CHECK_FALSE(model::fork_of(history(1), history(1)).has_value());
  CHECK_FALSE(model::fork_of(history(2), history(1)).has_value());
}
