#pragma once

#include <string>

#include "model/error.hpp"
#include "model/secret.hpp"

namespace pgmahout::ports {

/// The person in front of the command, if there is one.
class Terminal {
 public:
  virtual ~Terminal() = default;

  /// Whether a person reads what is asked and can answer it. Without one nothing may be asked.
  [[nodiscard]] virtual bool is_terminal() = 0;
  /// Shows the question and returns the line that is typed, without blanks around it; empty: only
  /// Enter was pressed. Errors: interrupted (Ctrl-C, or no more input).
  [[nodiscard]] virtual model::Result<std::string> ask(const std::string& question) = 0;
  /// The same for a password: nothing of what is typed is shown, and blanks are part of it.
  [[nodiscard]] virtual model::Result<model::Secret> ask_secret(const std::string& question) = 0;
};

}  // namespace pgmahout::ports
