#include "inventory/description.hpp"

#include "inventory/file.hpp"
#include "model/description.hpp"
#include "model/json.hpp"

namespace pgmahout::inventory {

model::Result<model::Cluster> load_description(const std::filesystem::path& path) {
  const auto text = read_file(path);
  if (!text) return std::unexpected(text.error());
  auto cluster = model::from_json(model::parse_json(*text));
  if (!cluster) cluster.error().where = model::SourcePosition{path.string()};
  return cluster;
}

}  // namespace pgmahout::inventory
