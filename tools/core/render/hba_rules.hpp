#pragma once

#include <string>
#include <vector>

#include "model/cluster.hpp"
#include "model/error.hpp"
#include "render/template.hpp"

namespace pgmahout::render {

/// A rule whose user and database are names or keywords that are already quoted as the file needs
/// them.
struct HbaLine {
  std::string type;
  std::string database;
  std::string user;
  std::string address;  ///< empty for local
  std::string method;
  std::string options;
};

/// Rules under one comment.
struct HbaBlock {
  std::string title;
  std::vector<HbaLine> lines;
};

/// The user's rules, quoted: keywords keep their meaning. Errors of kind invalid: a field that is
/// missing or that cannot be carried.
[[nodiscard]] model::Result<HbaBlock> user_rules(const std::vector<model::HbaRule>& rules,
                                                 const std::string& settings_key);

/// "blocks" for a template: each with title and lines.
[[nodiscard]] TemplateData hba_data(const std::vector<HbaBlock>& blocks);

/// Every address from which the cluster's own connections come: the nodes' and the VIP, each as a
/// network of one. The VIP is among them because a kernel may choose it as the source address.
[[nodiscard]] std::vector<std::string> cluster_addresses(const model::Cluster& cluster);

/// 127.0.0.1/32 and ::1/128
[[nodiscard]] const std::vector<std::string>& loopback_addresses();

}  // namespace pgmahout::render
