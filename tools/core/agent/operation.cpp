#include "agent/operation.hpp"

#include <algorithm>
#include <array>

#include "agent/operations/operations.hpp"

namespace pgmahout::agent {

namespace {

constexpr std::array<std::string_view, 1> kAttachFields{"node"};
constexpr std::array<std::string_view, 5> kCloneFields{"primary", "replace", "start", "max_rate",
                                                       "dry_run"};
constexpr std::array<std::string_view, 1> kEvidenceFields{"files"};
constexpr std::array<std::string_view, 1> kFactsFields{"address"};
constexpr std::array<std::string_view, 3> kFailoverFields{"lost", "to", "allow_data_loss"};
constexpr std::array<std::string_view, 3> kFenceFields{"mode", "reason", "for"};
constexpr std::array<std::string_view, 1> kUnfenceFields{"for"};
constexpr std::array<std::string_view, 1> kHoldFields{"reason"};
constexpr std::array<std::string_view, 1> kInspectFields{"request"};
constexpr std::array<std::string_view, 1> kPauseFields{"reason"};
constexpr std::array<std::string_view, 1> kProbeWriteFields{"password"};
constexpr std::array<std::string_view, 1> kProbeReadFields{"transaction"};
constexpr std::array<std::string_view, 3> kRejoinFields{"primary", "dry_run", "by_hand"};
constexpr std::array<std::string_view, 1> kRestartFields{"primary"};
constexpr std::array<std::string_view, 2> kSwitchoverFields{"from", "to"};
constexpr std::chrono::hours kCloneTime{24};
constexpr std::chrono::hours kRejoinTime{24};  // it may end in a clone
constexpr std::chrono::seconds kServiceTime{120};
constexpr std::chrono::seconds kAttachTime{20};
constexpr std::chrono::seconds kHoldTime{60};
constexpr std::chrono::seconds kReloadTime{15};
constexpr std::chrono::seconds kRestartTime{240};
constexpr std::chrono::seconds kObserveTime{5};
constexpr std::chrono::seconds kEvidenceTime{8};
constexpr std::chrono::seconds kInspectTime{20};
constexpr std::chrono::seconds kProbeTime{5};
constexpr std::chrono::seconds kFenceTime{10};
constexpr std::chrono::seconds kHistoryTime{10};
constexpr std::chrono::seconds kVipTime{3};
constexpr std::chrono::seconds kFailoverTime{60};
constexpr std::chrono::seconds kSwitchoverTime{150};
constexpr std::chrono::seconds kWatchTime{60};

constexpr std::array<Operation, 27> kOperations{{
    {"attach", kAttachFields, kAttachTime, attach},
    {"clone", kCloneFields, kCloneTime, clone},
    {"evidence", kEvidenceFields, kEvidenceTime, evidence},
    {"facts", kFactsFields, kProbeTime, facts},
    {"failover", kFailoverFields, kFailoverTime, failover},
    {"fence", kFenceFields, kFenceTime, fence},
    {"history", {}, kHistoryTime, history},
    {"hold", kHoldFields, kHoldTime, hold},
    {"inspect", kInspectFields, kInspectTime, inspect},
    {"ledger", {}, kProbeTime, ledger},
    {"let-go", {}, kProbeTime, let_go},
    {"observe", {}, kObserveTime, observe_node},
    {"pause", kPauseFields, kProbeTime, pause},
    {"probe-read", kProbeReadFields, kProbeTime, probe_read},
    {"probe-write", kProbeWriteFields, kProbeTime, probe_write},
    {"rejoin", kRejoinFields, kRejoinTime, rejoin},
    {"release", kUnfenceFields, kFenceTime, release},
    {"reload", {}, kReloadTime, reload},
    {"restart", kRestartFields, kRestartTime, restart},
    {"resume", {}, kProbeTime, resume},
    {"start", {}, kServiceTime, start},
    {"status", {}, kObserveTime, status},
    {"stop", {}, kServiceTime, stop},
    {"switchover", kSwitchoverFields, kSwitchoverTime, switchover},
    {"unfence", kUnfenceFields, kFenceTime, unfence},
    {"vip-drop", {}, kVipTime, vip_drop},
    {"watch", {}, kWatchTime, watch},
}};

}  // namespace

std::span<const Operation> operations() { return kOperations; }

model::Result<const Operation*> find_operation(const Request& request) {
  const auto all = operations();
  const auto found = std::ranges::find(all, request.operation(), &Operation::name);
  if (found == all.end())
    return std::unexpected(
        model::Error{.kind = model::ErrorKind::invalid,
                     .what = "this agent knows no operation \"" + request.operation() + "\"",
                     .hint = "is the same version of pgmahout installed on every node?"});
  if (auto checked = request.allow_only(found->fields); !checked)
    return std::unexpected(checked.error());
  return &*found;
}

}  // namespace pgmahout::agent
