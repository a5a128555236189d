#pragma once

#include <chrono>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "model/error.hpp"
#include "report/copy_progress.hpp"

namespace pgmahout::cli {

/// Shows several copies at once on standard error: bars on a terminal, else how each ended. All its
/// members may be called from any thread.
class CloneDisplay {
 public:
  /// Quiet: nothing is shown.
  CloneDisplay(const std::vector<std::string>& nodes, bool quiet);

  void progress(const std::string& node, const nlohmann::json& progress);
  void finished(const std::string& node, const model::Result<nlohmann::json>& answer);

 private:
  struct Line {
    report::CopyProgress progress;
    std::chrono::steady_clock::time_point since;
  };

  Line& line_of(const std::string& node);
  void draw();

  bool quiet_;
  bool bars_;
  bool drawn_ = false;
  std::vector<Line> lines_;
  std::mutex mutex_;
};

}  // namespace pgmahout::cli
