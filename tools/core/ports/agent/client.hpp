#pragma once

#include <functional>
#include <nlohmann/json.hpp>

#include "ports/shell.hpp"

namespace pgmahout::agent {

using OnProgress = std::function<void(const nlohmann::json&)>;

/// Asks the agent of a machine: sends one request over the command line that runs the agent there,
/// hands out its progress, and returns its result or its error. Version and deadline (what is left
/// of ours, in whole seconds) are filled into the request.
class Client {
 public:
  Client(ports::Shell& shell, std::vector<std::string> agent_argv)
      : shell_(shell), argv_(std::move(agent_argv)) {}

  [[nodiscard]] model::Result<nlohmann::json> call(const ports::Target& target,
                                                   nlohmann::json request,
                                                   const ports::Deadline& deadline,
                                                   const OnProgress& on_progress = {});

 private:
  ports::Shell& shell_;
  std::vector<std::string> argv_;
};

}  // namespace pgmahout::agent
