#pragma once

#include <string>
#include <utility>

#include "model/error.hpp"

namespace pgmahout::decide {

/// The error of a thing that could be done and must not be: why, and what to do instead.
[[nodiscard]] inline std::unexpected<model::Error> refuse(std::string what, std::string hint) {
  return std::unexpected(model::Error{
      .kind = model::ErrorKind::refused, .what = std::move(what), .hint = std::move(hint)});
}

}  // namespace pgmahout::decide
