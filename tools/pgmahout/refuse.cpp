#include <iostream>

#include "commands.hpp"

namespace pgmahout::cli {

model::ExitCode refuse(const model::Errors& errors) {
  for (const auto& error : errors) std::cerr << "pgmahout: " << to_string(error) << "\n";
  return errors.empty() ? model::ExitCode::internal : exit_code(errors.front().kind);
}

}  // namespace pgmahout::cli
