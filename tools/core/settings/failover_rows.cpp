#include <array>

#include "model/names.hpp"
#include "settings/table.hpp"

namespace pgmahout::settings {

namespace {

constexpr std::array<std::string_view, 2> kRestarts{"first", "never"};

// The most nodes that a cluster has, but one.
constexpr std::int64_t kMostConfirmations = 14;
// Ten minutes: whoever waits longer for a failover has a person do it.
constexpr std::int64_t kLongestWaitMs = 600'000;

constexpr std::array kFailoverRows{
    Setting{.key = "pgmahout_synchronous",
            .scope = Scope::cluster,
            .type = ChoiceType{model::kNames<model::Synchronous>,
                               [](Target& t, std::size_t v) {
                                 t.cluster->replication.synchronous =
                                     static_cast<model::Synchronous>(v);
                               }},
            .default_text = "quorum",
            .doc = "Who confirms a commit before the client hears of it: nobody but the primary "
                   "(off), any so many of the other nodes (quorum) or the first so many of them in "
                   "the order of their ids (priority), as many as "
                   "pgmahout_synchronous_confirmations says. quorum is the default because a "
                   "commit then outlives the primary, and the slowest node holds nobody up."},
    Setting{.key = "pgmahout_synchronous_confirmations",
            .scope = Scope::cluster,
            .type = IntegerType{1, kMostConfirmations,
                                [](Target& t, std::int64_t v) {
                                  t.cluster->replication.confirmations = static_cast<int>(v);
                                }},
            .default_text = "1",
            .doc = "How many other nodes confirm each commit. Every further one lets one more node "
                   "be silent when a failover proves that nothing is lost, and one less be away "
                   "before commits wait. 1 is the default because three nodes then go on "
                   "committing without one of their standbys."},
    Setting{.key = "pgmahout_durability",
            .scope = Scope::cluster,
            .type = ChoiceType{model::kNames<model::Durability>,
                               [](Target& t, std::size_t v) {
                                 t.cluster->replication.durability =
                                     static_cast<model::Durability>(v);
                               }},
            .default_text = "required",
            .doc = "What a failover does that cannot prove that every acknowledged commit is kept: "
                   "it refuses and is tried again when a missing node answers (required), or "
                   "promotes and states what may be lost (preferred). The proof takes answers from "
                   "all nodes but the lost primary and pgmahout_synchronous_confirmations - 1 "
                   "more: of three nodes with one confirmation, from both others. required is the "
                   "default because an outage ends, but a lost commit is gone."},
    Setting{.key = "pgmahout_standbys_lost",
            .scope = Scope::cluster,
            .type = ChoiceType{model::kNames<model::StandbysLost>,
                               [](Target& t, std::size_t v) {
                                 t.cluster->replication.standbys_lost =
                                     static_cast<model::StandbysLost>(v);
                               }},
            .default_text = "block",
            .doc = "What a primary does when too few standbys are left to confirm: commits wait "
                   "(block), or it goes on alone and says so (degrade, which needs "
                   "pgmahout_durability: preferred). block is the default because commits that "
                   "nobody else has are lost with the primary."},
    Setting{.key = "pgmahout_restart",
            .scope = Scope::cluster,
            .type = ChoiceType{kRestarts,
                               [](Target& t, std::size_t v) { t.cluster->restart_first = v == 0; }},
            .default_text = "first",
            .doc = "Whether a crashed PostgreSQL is restarted in place before anybody is promoted "
                   "(first), or not (never). first is the default because a restart loses nothing, "
                   "needs nobody else's consent and mostly takes seconds. A primary whose disk is "
                   "full is replaced in both cases, for it could not write."},
    Setting{.key = "pgmahout_rejoin",
            .scope = Scope::cluster,
            .type = ChoiceType{model::kNames<model::Rejoin>,
                               [](Target& t, std::size_t v) {
                                 t.cluster->rejoin = static_cast<model::Rejoin>(v);
                               }},
            .default_text = "clone",
            .doc =
                "How a node whose data went another way than the primary's comes back by itself: "
                "rewound only (rewind); rewound, or else copied afresh (clone); not at all "
                "(manual). clone is the default because a cluster that waits for a person to get "
                "its standby back is one fault from an outage."},
    Setting{.key = "pgmahout_fence_after_ms",
            .scope = Scope::cluster,
            .type = IntegerType{0, kLongestWaitMs,
                                [](Target& t, std::int64_t v) {
                                  t.cluster->guard_timers.fence_after_ms = static_cast<int>(v);
                                }},
            .default_text = "0",
            .doc = "How many milliseconds a primary that has neither the watchdog's quorum nor a "
                   "standby that answers goes on before its guard stops it. 0: the profile's, "
                   "which fits the profile's other timers (see the table below)."},
    Setting{.key = "pgmahout_stop_bound_ms",
            .scope = Scope::cluster,
            .type = IntegerType{0, kLongestWaitMs,
                                [](Target& t, std::int64_t v) {
                                  t.cluster->guard_timers.stop_bound_ms = static_cast<int>(v);
                                }},
            .default_text = "0",
            .doc = "Within how many milliseconds such a server has ended: it is told to stop at "
                   "once and then killed. 0: the profile's, which fits the profile's other "
                   "timers."},
    Setting{.key = "pgmahout_promotion_wait_ms",
            .scope = Scope::cluster,
            .type = IntegerType{0, kLongestWaitMs,
                                [](Target& t, std::int64_t v) {
                                  t.cluster->guard_timers.promotion_wait_ms = static_cast<int>(v);
                                }},
            .default_text = "0",
            .doc = "How many milliseconds after the old primary was last known to be in touch "
                   "another may be promoted when nobody can confirm that the old one has stopped. "
                   "It must exceed the slowest fence by 500. 0: the profile's, which does."},
};

}  // namespace

std::span<const Setting> failover_rows() { return kFailoverRows; }

}  // namespace pgmahout::settings
