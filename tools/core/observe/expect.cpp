#include "observe/expect.hpp"

#include "observe/config_text.hpp"
#include "observe/sha256.hpp"
#include "render/kernel.hpp"
#include "render/render.hpp"

namespace pgmahout::observe {

namespace {

using model::NodeExpectation;
using model::Result;

Result<void> read_parameters(const render::RenderedFile& file, NodeExpectation& into) {
  const bool postgresql = file.destination == into.layout.postgresql_conf + "/postgresql.conf";
  const bool pgpool = file.destination == into.layout.pgpool_conf + "/pgpool.conf";
  if (!postgresql && !pgpool) return {};
  auto parameters = parse_config(file.content);
  if (!parameters) return std::unexpected(parameters.error());
  (postgresql ? into.postgresql : into.pgpool) = std::move(*parameters);
  return {};
}

Result<NodeExpectation> expect_node(const model::Cluster& cluster, const model::Node& node,
                                    bool complete) {
  const auto files = render::render_host(cluster, node);
  if (!files) return std::unexpected(files.error());
  NodeExpectation expected{.layout = layout_of(cluster, node),
                           .files = {},
                           .postgresql = {},
                           .pgpool = {},
                           .kernel = render::kernel_parameters(cluster)};
  for (const render::RenderedFile& file : *files) {
    // Both hold what the machines said of themselves.
    const bool of_all_machines =
        file.destination.ends_with("/known_hosts") || file.destination.ends_with("/cluster.json");
    expected.files.push_back(
        {.path = file.destination,
         .owner = file.owner,
         .group = file.group,
         .mode = file.mode,
         .sha256 = of_all_machines && !complete ? std::string() : sha256(file.content),
         .secret = file.secret});
    if (auto read = read_parameters(file, expected); !read) return std::unexpected(read.error());
  }
  return expected;
}

}  // namespace

Result<model::Expectation> expect(const model::Cluster& cluster, bool complete) {
  model::Expectation expectation{.version = PGMAHOUT_VERSION, .nodes = {}};
  for (const model::Node& node : cluster.nodes) {
    auto expected = expect_node(cluster, node, complete);
    if (!expected && complete) return std::unexpected(expected.error());
    expectation.nodes[node.name] = expected ? std::move(*expected) : NodeExpectation{};
  }
  return expectation;
}

void add_facts(model::Node& node, const model::Facts& facts) {
  node.os_family = facts.os_family;
  node.os_version = facts.os_version;
  if (node.memory_mb == 0) node.memory_mb = facts.memory_mb;
  if (node.interface.empty()) node.interface = facts.interface;
  if (node.ssh_host_keys.empty()) node.ssh_host_keys = facts.ssh_host_keys;
}

}  // namespace pgmahout::observe
