#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/bootstrap.hpp"

namespace pgmahout::model {

/// How far a playbook is.
struct PlaybookProgress {
  std::vector<std::string> plays;  ///< names of all, in order
  std::size_t begun = 0;           ///< how many plays have begun
  std::string play;                ///< the one that runs; empty: none yet
  std::string task;
  std::map<std::string, std::string> running;  ///< task by host, of those that have not answered
  std::map<std::string, HostRecap> recap;
  std::map<std::string, std::vector<std::string>> changed;  ///< names of tasks, by host
  std::vector<TaskFailure> failures;
};

}  // namespace pgmahout::model
