#include "decide/clone.hpp"

#include <doctest/doctest.h>

#include "decide/clone_change.hpp"

using namespace pgmahout;
using decide::CloneAction;
using decide::InTheWay;

namespace {

constexpr model::SystemIdentifier kOurs{7};
constexpr model::SystemIdentifier kForeign{8};

decide::CloneFacts facts() {
  return {
      .primary = {.system_identifier = kOurs}, .primary_host = "192.0.2.1", .primary_port = 5432};
}

decide::CloneFacts our_cluster() {
  auto ours = facts();
  ours.in_the_way = InTheWay::cluster;
  ours.identifier = kOurs;
  return ours;
}

model::ServerState standby(const std::string& host) {
  return {.in_recovery = true,
          .system_identifier = kOurs,
          .receiving = !host.empty(),
          .sender_host = host,
          .sender_port = 5432};
}

bool refused(const decide::CloneFacts& seen, const decide::CloneWish& wish) {
  const auto decision = decide::decide_clone(seen, wish);
  return !decision && decision.error().kind == model::ErrorKind::refused &&
         !decision.error().hint.empty();
}

}  // namespace

TEST_CASE("nothing in the way: copy") {
  CHECK(decide::decide_clone(facts(), {})->action == CloneAction::copy);
}

TEST_CASE("never from a standby") {
  auto seen = facts();
  seen.primary.in_recovery = true;
  CHECK(refused(seen, {}));
}

TEST_CASE("other files and other clusters stay, whatever is asked") {
  auto seen = facts();
  seen.in_the_way = InTheWay::other_files;
  CHECK(refused(seen, {.replace = true}));
  seen = our_cluster();
  seen.identifier = kForeign;
  CHECK(refused(seen, {.replace = true}));
  seen.identifier.reset();
  CHECK(refused(seen, {.replace = true}));
}

TEST_CASE("a standby that streams from this primary is left alone") {
  auto seen = our_cluster();
  seen.postmaster_runs = true;
  seen.server = standby("192.0.2.1");
  CHECK(decide::decide_clone(seen, {.replace = true})->action == CloneAction::nothing);
  seen.is_mount_point = true;
  CHECK(decide::decide_clone(seen, {})->action == CloneAction::nothing);
}

TEST_CASE("a standby that streams from elsewhere, or does not answer, is replaced when asked") {
  auto seen = our_cluster();
  seen.postmaster_runs = true;
  for (const auto& server : {std::optional(standby("192.0.2.9")), std::optional(standby("")),
                             std::optional<model::ServerState>()}) {
    seen.server = server;
    CHECK(refused(seen, {}));
    CHECK(decide::decide_clone(seen, {.replace = true})->action == CloneAction::stop_and_copy);
  }
}

TEST_CASE("a running primary is never replaced") {
  auto seen = our_cluster();
  seen.postmaster_runs = true;
  seen.server = model::ServerState{.system_identifier = kOurs};
  CHECK(refused(seen, {.replace = true}));
}

TEST_CASE("a stopped data directory") {
  auto seen = our_cluster();
  CHECK(refused(seen, {}));
  CHECK(decide::decide_clone(seen, {.replace = true}) ==
        decide::CloneDecision{CloneAction::copy, "replace the stopped data directory, as asked"});
  seen.standby_signal = true;
  CHECK(decide::decide_clone(seen, {})->action == CloneAction::nothing);
  CHECK(decide::decide_clone(seen, {.start = true})->action == CloneAction::start);
  CHECK(decide::decide_clone(seen, {.replace = true, .start = true})->action == CloneAction::copy);
}

TEST_CASE("a mount point cannot be swapped") {
  auto seen = facts();
  seen.is_mount_point = true;
  CHECK(refused(seen, {.replace = true}));
}

TEST_CASE("what a clone would do is told by the nodes themselves, and sent as a word") {
  for (const auto action :
       {CloneAction::nothing, CloneAction::start, CloneAction::copy, CloneAction::stop_and_copy})
    CHECK(decide::clone_action(to_string(action)) == action);
  CHECK_FALSE(decide::clone_action("burn"));
}

TEST_CASE("a clone is proposed when all of its nodes can be copied to") {
  const model::Cluster cluster{.name = "zoo"};
  const decide::CloneForecast whole{"n2",
                                    decide::CloneDecision{CloneAction::nothing, "it streams"}};
  const decide::CloneForecast bare{"n3", decide::CloneDecision{CloneAction::copy, "nothing there"}};
  const decide::CloneForecast barred{
      "n4", std::unexpected(model::Error{.what = "it is a primary", .hint = "stop it"})};
  const auto proposal = decide::propose_clone(cluster, "n1", {whole, bare});
  CHECK(proposal.allowed());
  CHECK(proposal.nothing_to_do.empty());
  CHECK(proposal.steps ==
        std::vector<std::string>{"leave it alone, it streams: n2",
                                 "copy the data of n1, in the place of what is there: n3"});
  CHECK(decide::propose_clone(cluster, "n1", {whole}).nothing_to_do == "n2: it streams");
  const auto refused = decide::propose_clone(cluster, "n1", {whole, bare, barred});
  CHECK_FALSE(refused.allowed());
  CHECK(refused.preconditions.back().evidence == "it is a primary");
  CHECK(refused.preconditions.back().next == "stop it");
  const auto lost =
      decide::propose_clone(cluster, std::unexpected(model::Error{.what = "two primaries"}), {});
  CHECK_FALSE(lost.allowed());
  CHECK(lost.nothing_to_do.empty());
}
