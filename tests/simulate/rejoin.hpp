#pragma once

#include "act/stopwatch.hpp"
#include "decide/mend.hpp"
#include "model/node_state.hpp"
#include "ports.hpp"

namespace pgmahout::simulate {

/// Makes a node a standby again that is none: what decide::decide_mend and decide::decide_rejoin
/// say, done to the simulated server. It stands for act/rejoin, whose work is on files.
class Rejoiner {
 public:
  Rejoiner(Ports& ports, const act::Context& context) : ports_(ports), context_(context) {}

  void look();

 private:
  void rejoin(const decide::MendDecision& mend, const model::ServerState& state);
  void rewind(const model::Node& primary);
  void become_standby(int primary, bool with_its_data);
  void take_over(const Postgres& source);

  Ports& ports_;
  const act::Context& context_;
  act::Stopwatch astray_;
};

}  // namespace pgmahout::simulate
