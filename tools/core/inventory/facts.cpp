#include "inventory/facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

#include "inventory/document.hpp"
#include "inventory/file.hpp"
#include "settings/scalars.hpp"
#include "settings/types.hpp"

namespace pgmahout::inventory {

using settings::Entry;
using settings::Value;

namespace {

model::Result<std::string> read_input(std::istream& stream) {
  std::string text;
  std::string block(std::size_t{64} * 1024, '\0');
  while (stream.read(block.data(), static_cast<std::streamsize>(block.size())) ||
         stream.gcount() > 0) {
    text.append(block, 0, static_cast<std::size_t>(stream.gcount()));
    if (text.size() > kMaximumFileSize)
      return std::unexpected(model::Error{.kind = model::ErrorKind::invalid,
                                          .what = "the facts are larger than 4 MiB",
                                          .where = model::SourcePosition{"standard input"}});
  }
  return text;
}

// Puts the facts of one host into its node.
class NodeFacts {
 public:
  NodeFacts(model::Node& node, Diagnostics& diagnostics)
      : node_(&node), diagnostics_(&diagnostics) {}

  void add(const Entry& fact) {
    const Value& value = *fact.value;
    if (value.is_null()) return;
    if (fact.key == "os_family") return family(fact);
    if (fact.key == "os_version") return text(fact, node_->os_version);
    if (fact.key == "interface")
      return node_->interface.empty() ? text(fact, node_->interface) : void();
    if (fact.key == "memory_mb") return memory(fact);
    if (fact.key == "ssh_host_keys") return keys(fact);
    refuse(fact, "is no known fact");
  }

 private:
  void refuse(const Entry& fact, std::string_view what) {
    diagnostics_->errors.push_back({.kind = model::ErrorKind::invalid,
                                    .what = fmt::format("the fact {} {}", fact.key, what),
                                    .node = node_->name,
                                    .where = fact.value->place.position()});
  }

  void family(const Entry& fact) {
    const auto name = settings::as_text(*fact.value);
    if (name == "debian")
      node_->os_family = model::OsFamily::debian;
    else if (name == "el")
      node_->os_family = model::OsFamily::el;
    else
      refuse(fact, "must be debian or el");
  }

  void text(const Entry& fact, std::string& target) {
    auto found = settings::as_text(*fact.value);
    if (found && settings::form::kAnything.fits(*found)) {
      target = *std::move(found);
      return;
    }
    refuse(fact, "must be text");
  }

  void memory(const Entry& fact) {
    const auto number = settings::as_integer(*fact.value);
    if (!number || *number < 0) return refuse(fact, "must be a number of MiB");
    if (node_->memory_mb == 0) node_->memory_mb = *number;
  }

  void keys(const Entry& fact) {
    if (!fact.value->list()) return refuse(fact, "must be a list of host keys");
    for (const auto& item : *fact.value->list()) {
      if (!item->text() || !settings::form::kAnything.fits(*item->text()))
        return refuse(fact, "must be a list of lines of text");
      node_->ssh_host_keys.push_back(*item->text());
    }
  }

  model::Node* node_;
  Diagnostics* diagnostics_;
};

void add_hosts(const Value& facts, model::Cluster& cluster, Diagnostics& diagnostics) {
  if (!facts.map()) return diagnostics.refuse(facts.place, "facts are a mapping of host names");
  for (const Entry& host : *facts.map()) {
    const auto node = std::ranges::find(cluster.nodes, host.key, &model::Node::name);
    if (node == cluster.nodes.end()) continue;
    if (!host.value->map()) {
      diagnostics.refuse(host.value->place, fmt::format("the facts of {} are a mapping", host.key));
      continue;
    }
    NodeFacts reader(*node, diagnostics);
    for (const Entry& fact : *host.value->map()) reader.add(fact);
  }
}

}  // namespace

void add_facts(const std::filesystem::path& path, model::Cluster& cluster,
               Diagnostics& diagnostics) {
  const bool standard_input = path == "-";
  const auto text = standard_input ? read_input(std::cin) : read_file(path);
  if (!text) return diagnostics.errors.push_back(text.error());
  const std::string name = standard_input ? "standard input" : path.string();
  const auto facts = read_document({*text, name}, diagnostics.warnings);
  if (!facts) return diagnostics.errors.push_back(facts.error());
  add_hosts(**facts, cluster, diagnostics);
}

}  // namespace pgmahout::inventory
