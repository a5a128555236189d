#include <fmt/format.h>

#include <array>

#include "inventory/rules/rules.hpp"
#include "model/lower_case.hpp"

namespace pgmahout::inventory::rules {

namespace {

using model::Durability;
using model::StandbysLost;
using model::Synchronous;

constexpr std::array<std::string_view, 2> kConfirmations{"pgmahout_synchronous_confirmations",
                                                         "pgmahout_synchronous"};
constexpr std::array<std::string_view, 2> kProof{"pgmahout_synchronous", "pgmahout_durability"};
constexpr std::array<std::string_view, 2> kAlone{"pgmahout_standbys_lost", "pgmahout_durability"};
constexpr std::array<std::string_view, 3> kPromise{"pgmahout_postgresql_settings",
                                                   "pgmahout_synchronous", "pgmahout_durability"};

// As parse_bool() of PostgreSQL: an enumeration wants the whole word, a bool the beginning of it.
bool is_off(std::string_view value) {
  return value == "off" || value == "false" || value == "no" || value == "0";
}

bool begins_off(std::string_view value) {
  return is_off(value) || value == "of" || value == "n" ||
         (!value.empty() && std::string_view("false").starts_with(value));
}

bool tells_too_early(std::string_view value) {
  return is_off(value) || value == "local" || value == "remote_write";
}

void enough_confirmers(const RuleContext& context) {
  const auto& replication = context.cluster().replication;
  const auto others = static_cast<int>(context.cluster().nodes.size()) - 1;
  // A single node is the fault that node-count tells.
  if (replication.synchronous == Synchronous::off || others < 1) return;
  if (replication.confirmations > others)
    context.refuse(fmt::format("{} other nodes cannot confirm a commit: there are {}",
                               replication.confirmations, others),
                   fmt::format("lower it to {} or less, or add nodes", others));
}

void failover_possible(const RuleContext& context) {
  const auto& replication = context.cluster().replication;
  if (replication.synchronous == Synchronous::off && replication.durability == Durability::required)
    context.refuse(
        "off leaves nothing that proves where the last commit is, and pgmahout_durability: "
        "required promotes nobody without that proof: no failover would ever happen",
        "set pgmahout_durability: preferred, or pgmahout_synchronous: quorum");
}

void nothing_acknowledged_alone(const RuleContext& context) {
  const auto& replication = context.cluster().replication;
  if (replication.standbys_lost == StandbysLost::degrade &&
      replication.durability == Durability::required)
    context.refuse(
        "a primary that went on alone has commits that nobody else has, and "
        "pgmahout_durability: required promotes nobody who may lack some",
        "set pgmahout_durability: preferred, or pgmahout_standbys_lost: block");
}

// What is set for one role, database or session no inventory can see.
void promise_is_kept(const RuleContext& context) {
  const auto& replication = context.cluster().replication;
  if (replication.synchronous == Synchronous::off || replication.durability != Durability::required)
    return;
  for (const auto& [name, value] : context.cluster().postgresql.settings) {
    const auto now = model::lower_case(value);
    if (model::lower_case(name) == "synchronous_commit" && tells_too_early(now))
      context.refuse(fmt::format("synchronous_commit: {} tells clients of commits that no other "
                                 "node has on disk, and pgmahout_durability: required promises "
                                 "that none of them is ever lost",
                                 value),
                     "take it out, or set pgmahout_durability: preferred");
    if (model::lower_case(name) == "fsync" && begins_off(now))
      context.refuse(fmt::format("fsync: {} confirms commits that are on no disk, and "
                                 "pgmahout_durability: required promises that none of them is "
                                 "ever lost",
                                 value),
                     "take it out, or set pgmahout_durability: preferred");
  }
}

constexpr std::array<Rule, 4> kReplicationRules{{
    {"enough-confirmers",
     "A commit is confirmed by no more nodes than there are beside the primary: otherwise every "
     "commit waits for ever.",
     kConfirmations, enough_confirmers},
    {"failover-possible",
     "Asynchronous replication goes with pgmahout_durability: preferred: nothing could ever be "
     "proven, so no failover would ever happen.",
     kProof, failover_possible},
    {"nothing-acknowledged-alone",
     "A primary that may go on without standbys goes with pgmahout_durability: preferred, for it "
     "has commits that nobody else has.",
     kAlone, nothing_acknowledged_alone},
    {"confirmed-is-on-disk",
     "With pgmahout_durability: required no parameter of PostgreSQL lets a commit be confirmed "
     "before it is on the disks of as many nodes as are to confirm it.",
     kPromise, promise_is_kept},
}};

}  // namespace

std::span<const Rule> replication_rules() { return kReplicationRules; }

}  // namespace pgmahout::inventory::rules
