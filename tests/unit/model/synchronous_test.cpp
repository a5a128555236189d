#include "model/synchronous.hpp"

#include <doctest/doctest.h>

using namespace pgmahout;

namespace {

model::Cluster three_nodes() {
  model::Cluster cluster;
  for (const char* name : {"a", "b-1", "c\"d"}) cluster.nodes.push_back({.name = name});
  return cluster;
}

}  // namespace

TEST_CASE("commits wait for k of all the other nodes, whatever these are called") {
  auto cluster = three_nodes();
  CHECK(synchronous_names(cluster, cluster.nodes[0]) == R"(ANY 1 ("b-1", "c""d"))");
  CHECK(synchronous_names(cluster, cluster.nodes[2]) == R"(ANY 1 ("a", "b-1"))");
  cluster.replication.synchronous = model::Synchronous::priority;
  cluster.replication.confirmations = 2;
  CHECK(synchronous_names(cluster, cluster.nodes[1]) == R"(FIRST 2 ("a", "c""d"))");
}

TEST_CASE("asynchronous replication waits for no name") {
  auto cluster = three_nodes();
  cluster.replication.synchronous = model::Synchronous::off;
  CHECK(synchronous_names(cluster, cluster.nodes[0]).empty());
}
