#include "settings/table.hpp"

#include <algorithm>

#include "settings/nearest.hpp"

namespace pgmahout::settings {

namespace {

std::vector<Setting> all_rows() {
  std::vector<Setting> rows;
  for (const auto part : {cluster_rows(), failover_rows(), postgresql_server_rows(),
                          postgresql_limit_rows(), postgresql_content_rows(), pgpool_server_rows(),
                          pgpool_pool_rows(), ansible_rows(), node_rows(), playbook_rows()})
    rows.insert(rows.end(), part.begin(), part.end());
  return rows;
}

}  // namespace

std::span<const Setting> settings_table() {
  static const std::vector<Setting> rows = all_rows();
  return rows;
}

const Setting* find_setting(std::string_view key) {
  const auto rows = settings_table();
  const auto found = std::ranges::find(rows, key, &Setting::key);
  return found == rows.end() ? nullptr : &*found;
}

std::string nearest_setting(std::string_view key) {
  std::vector<std::string_view> keys;
  for (const Setting& row : settings_table()) keys.push_back(row.key);
  return nearest(key, keys);
}

}  // namespace pgmahout::settings
