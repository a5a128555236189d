#pragma once

#include <list>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "agent/drill/world.hpp"
#include "model/drill.hpp"

namespace pgmahout::agent {

/// What the watching agent of a node said, with the time of its arrival; nothing when the line is
/// not understood.
struct Seen {
  std::vector<model::NodeSample> samples;
  std::vector<model::NodeCommit> commits;
};
void take_sample(Seen& seen, const nlohmann::json& said, int node, std::int64_t at_ms);

/// Watches every node from its making to its end, each over a connection of its own, which is made
/// anew when it breaks or falls silent: a host that loses power says no word of it.
class Observer {
 public:
  Observer(const DrillWorld& world, const Stopclock& clock);
  ~Observer();
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;

  /// What was seen so far.
  [[nodiscard]] Seen seen() const;
  /// Why a node was not seen even once; nothing when each was.
  [[nodiscard]] std::optional<model::Error> unseen() const;

 private:
  // One conversation with a node's agent, ended by us when nothing is heard any more.
  struct Talk {
    const model::Node& node;
    std::stop_source spell{std::nostopstate};
    std::int64_t heard_ms = 0;
    bool answered = false;
    bool ever_answered = false;
    std::string failure;  // of the last spell
  };

  void watch(Talk& talk, const std::stop_token& stop);
  void hear(Talk& talk, const nlohmann::json& said);
  [[nodiscard]] std::stop_token begin(Talk& talk);
  void end_silent_ones();
  void note_end(Talk& talk, const model::Result<nlohmann::json>& answer);

  const DrillWorld& world_;
  const Stopclock& clock_;
  Reach quick_;
  mutable std::mutex mutex_;
  Seen seen_;
  std::list<Talk> talks_;
  std::vector<std::jthread> threads_;
};

}  // namespace pgmahout::agent
