#pragma once

#include "model/expectation.hpp"
#include "model/inspection.hpp"

namespace pgmahout::observe {

/// What the rendered files of every node promise. A node that cannot be rendered because it gave
/// no facts (`complete` is false then) expects nothing, and files that name every machine's host
/// keys cannot be judged on the others.
[[nodiscard]] model::Result<model::Expectation> expect(const model::Cluster& cluster,
                                                       bool complete);

/// The cluster with what the machine said of itself; what the inventory says wins.
void add_facts(model::Node& node, const model::Facts& facts);

}  // namespace pgmahout::observe
