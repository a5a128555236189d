#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "model/timeline.hpp"

namespace pgmahout::observe {

/// A .history file as it lies there.
struct HistoryFileText {
  model::Timeline timeline;
  std::string content;
  std::chrono::system_clock::time_point written;
  bool undone = false;  ///< renamed to *.undone when the timeline was undone
};

/// The .history files of these directories, the newest timelines first: so many, or so many bytes.
/// What cannot be read is left out.
[[nodiscard]] std::vector<HistoryFileText> history_files(
    const std::vector<std::filesystem::path>& directories);

}  // namespace pgmahout::observe
