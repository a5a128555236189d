#include "render/render.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

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
