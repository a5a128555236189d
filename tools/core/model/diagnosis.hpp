#pragma once

#include <string>
#include <vector>

#include "model/cluster_status.hpp"
#include "model/exit_code.hpp"

namespace pgmahout::model {

/// What follows from a diagnosis and needs no mending of its own.
struct Consequence {
  std::string id;
  std::string node;  ///< empty: the whole cluster
  std::string what;
};

/// One thing that is wrong, named, with what shows it and what to do.
struct Diagnosis {
  std::string id;  ///< stable, "replication.slot_missing"
  Severity severity = Severity::warning;
  std::string node;  ///< empty: the whole cluster
  std::string what;
  std::vector<std::string> evidence;  ///< what was seen, one fact a line
  std::string why;                    ///< what it does to the cluster
  std::string next;                   ///< the next command, or who sees to it
  std::vector<Consequence> follows;
};

/// What is wrong with a cluster, at about one moment.
struct Diagnoses {
  std::string cluster;
  std::string about;                ///< the one node that was asked about; empty: all
  std::vector<std::string> silent;  ///< nodes that gave no evidence
  std::vector<std::string> unseen;  ///< what could not be looked at, and why
  bool nobody_answers = false;      ///< neither good nor bad is known
  std::vector<Diagnosis> found;     ///< the worst first
};

/// 0: nothing is wrong; 1: something is; 7: nobody answers.
[[nodiscard]] ExitCode exit_code(const Diagnoses& diagnoses);

}  // namespace pgmahout::model
