#include "render/render.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "model/expectation.hpp"
#include "render/kernel.hpp"
#include "render/sample_cluster.hpp"

using namespace pgmahout;

namespace {

std::vector<render::RenderedFile> files_of(const model::Cluster& cluster, std::size_t node = 0) {
  auto files = render::render_host(cluster, cluster.nodes.at(node));
  if (!files) FAIL(to_string(files.error()));
  return *files;
}

}  // namespace

TEST_CASE("the same cluster gives the same bytes") {
  CHECK(files_of(test::sample_cluster()) == files_of(test::sample_cluster()));
}

TEST_CASE("the kernel is told what the nodes are held to, by the profile") {
  auto cluster = test::sample_cluster();
  for (const auto profile : {model::FailoverProfile::fast, model::FailoverProfile::safe}) {
    cluster.failover_profile = profile;
    const auto file = files_of(cluster).front();
    CHECK(file.destination == "/etc/sysctl.d/61-pgmahout-network.conf");
    CHECK(file.on_change == render::OnChange::load_network);
    const auto parameters = render::kernel_parameters(cluster);
    CHECK(parameters.at(model::kTcpRetries) ==
          (profile == model::FailoverProfile::fast ? "4" : "6"));
    for (const auto& [name, value] : parameters)
      CHECK(file.content.find("\n" + name + " = " + value + "\n") != std::string::npos);
  }
}

TEST_CASE("no file is rendered twice, every one has a whole path, a mode and an end of line") {
  std::set<std::string> seen;
  for (const auto& file : files_of(test::sample_cluster())) {
    CAPTURE(file.destination);
    CHECK(seen.insert(file.destination).second);
    CHECK(file.destination.starts_with("/"));
    CHECK(file.mode.size() == 4);
    CHECK(file.content.ends_with("\n"));
    CHECK(file.content.find("{{") == std::string::npos);
  }
}
