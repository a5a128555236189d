#pragma once

#include <string>
#include <vector>

#include "model/error.hpp"
#include "settings/value.hpp"

namespace pgmahout::inventory {

/// What is collected on the way, so that one run shows everything that is wrong.
struct Diagnostics {
  model::Errors errors;
  std::vector<std::string> warnings;

  /// An error at that place.
  void refuse(const settings::Place& place, std::string what, std::string hint = {}) {
    errors.push_back({.kind = model::ErrorKind::invalid,
                      .what = std::move(what),
                      .hint = std::move(hint),
                      .where = place.position()});
  }
  /// A warning "file:line:column: what".
  void warn(const settings::Place& place, const std::string& what) {
    warnings.push_back(to_string(model::Error{.what = what, .where = place.position()}));
  }
};

}  // namespace pgmahout::inventory
