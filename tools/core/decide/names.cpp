#include "decide/names.hpp"

namespace pgmahout::decide {

namespace {

// Shorter than that a standby is away for a restart, and commits wait for it.
constexpr std::int64_t kBeforeDegradingMs = 10000;

}  // namespace

NamesAction decide_names(const NamesQuestion& question) {
  const auto& replication = question.replication;
  if (replication.synchronous == model::Synchronous::off)
    return question.empty ? NamesAction::keep : NamesAction::clear;
  if (!question.leads) return question.set ? NamesAction::keep : NamesAction::set;
  const bool enough = question.streaming >= replication.confirmations;
  if (enough) return question.set ? NamesAction::keep : NamesAction::set;
  if (question.empty) return NamesAction::keep;
  const bool degrades = replication.standbys_lost == model::StandbysLost::degrade;
  if (degrades && question.short_of_standbys_ms > kBeforeDegradingMs) return NamesAction::clear;
  return NamesAction::keep;
}

}  // namespace pgmahout::decide
