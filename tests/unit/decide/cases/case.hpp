#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "decide/cases/fields.hpp"
#include "decide/failover.hpp"
#include "decide/gate.hpp"
#include "decide/isolation.hpp"
#include "decide/rejoin.hpp"

namespace cases {

/// cluster.yml: who there is, and what the cluster promises.
struct Scene {
  std::vector<std::string> nodes;  ///< by id
  model::Replication replication;
  model::Rejoin rejoin = model::Rejoin::clone;
  std::int64_t witness_age = 0;  ///< how old a witness's word may be, in milliseconds

  [[nodiscard]] int id_of(const std::string& name) const;  ///< -1: none of them
};

/// observation.yml: what the nodes and Pgpool-II say, and what the questions are about.
struct Seen {
  model::Observation nodes;
  std::vector<decide::PeerWord> words;  ///< what each node would say to one that wants to start
  std::optional<decide::PgpoolCall> pgpool;
  std::optional<model::WalPosition> stopped_at;  ///< the old primary, in order
  std::optional<decide::GateQuestion> gate;
  std::optional<decide::Contact> contact;
  std::optional<decide::RejoinFacts> rejoin;
};

/// expect.yml: the answers, as words; empty: not asked.
struct Expected {
  std::string why;
  std::string failover;
  std::string present;   ///< with failover nothing: who is primary
  bool orderly = false;  ///< with failover replace: the lost one still answers
  bool asks_elect = false;
  std::vector<std::string> elect;  ///< empty: nobody is promoted
  std::vector<std::string> excluded;
  std::string loss;
  std::string gate;
  std::optional<bool> may_be_replaced;
  std::string rejoin;
  std::map<std::string, std::vector<std::string>> says;  ///< parts of the reasons, by question
};

struct Case {
  Scene scene;
  Seen seen;
  Expected expected;
};

[[nodiscard]] Scene read_scene(Fields fields);
[[nodiscard]] Seen read_seen(Fields fields, const Scene& scene);
[[nodiscard]] Expected read_expected(Fields fields, const Scene& scene);

/// Throws a Fault when one of the three files is missing, is not understood, or when a question is
/// asked whose facts are missing, or facts are given that no question is about.
[[nodiscard]] Case read_case(const std::filesystem::path& folder);

}  // namespace cases
