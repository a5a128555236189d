#pragma once

#include <optional>
#include <string>

#include "model/change.hpp"
#include "model/error.hpp"
#include "report/text_style.hpp"

namespace pgmahout::report {

/// What is wanted, for people: what must hold and whether it does, and what would be done.
[[nodiscard]] std::string proposal_text(const model::Proposal& proposal, const TextStyle& style);

/// How it ended, for people: a sentence or two.
[[nodiscard]] std::string result_text(const model::ChangeResult& result);

/// The whole change for programs; docs/schemas/change.json is its schema. Without a result nothing
/// was done: it was only asked for, refused, or it failed.
struct ChangeReport {
  const model::Proposal& proposal;
  bool dry_run = false;
  std::optional<model::ChangeResult> result;
  std::optional<model::Error> error;
  int exit_code = 0;
};
[[nodiscard]] std::string change_json(const ChangeReport& report);

}  // namespace pgmahout::report
