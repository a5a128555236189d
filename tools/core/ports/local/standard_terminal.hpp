#pragma once

#include <stop_token>
#include <string>

#include "ports/terminal.hpp"

namespace pgmahout::ports {

/// Standard input and standard error: standard output is for the result, which may go elsewhere.
class StandardTerminal : public Terminal {
 public:
  /// A request to stop ends a question that waits for its answer.
  explicit StandardTerminal(std::stop_token stop) : stop_(std::move(stop)) {}

  [[nodiscard]] bool is_terminal() override;
  [[nodiscard]] model::Result<std::string> ask(const std::string& question) override;
  [[nodiscard]] model::Result<model::Secret> ask_secret(const std::string& question) override;

 private:
  [[nodiscard]] model::Result<std::string> line();

  std::stop_token stop_;
  std::string typed_;  // what was read and not yet used: several lines may come at once
};

}  // namespace pgmahout::ports
