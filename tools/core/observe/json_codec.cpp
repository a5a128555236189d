#include "observe/json_codec.hpp"

#include <algorithm>

namespace pgmahout::observe {

std::unexpected<model::Error> unlike_ours(const std::string& why) {
  return std::unexpected(
      model::Error{.what = "the node agent's answer is not what this version expects: " + why,
                   .hint = "install the same version of pgmahout on the node: run site.yml"});
}

bool has_wild_fraction(const nlohmann::json& value) {
  constexpr double kMost = 1e9;
  if (value.is_number_float()) {
    const auto number = value.get<double>();
    return !(number >= 0.0 && number <= kMost);
  }
  return value.is_structured() && std::ranges::any_of(value, has_wild_fraction);
}

}  // namespace pgmahout::observe
