#pragma once

#include <cstdint>
#include <optional>

#include "model/playbook_progress.hpp"

namespace pgmahout::cli {

/// Shows how far a playbook is, on standard error: on a terminal one line that is written anew,
/// else a line a play.
class PlaybookDisplay {
 public:
  explicit PlaybookDisplay(bool quiet);

  void show(const model::PlaybookProgress& progress, std::int64_t took_ms,
            std::optional<std::int64_t> left_ms);
  /// Takes the line away; what follows begins at the left.
  void finish();

 private:
  bool quiet_;
  bool terminal_;
  bool drawn_ = false;
  std::size_t plays_told_ = 0;
};

}  // namespace pgmahout::cli
