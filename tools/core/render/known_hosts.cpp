#include "render/subject.hpp"
#include "render/template.hpp"

namespace pgmahout::render {

namespace {

std::string host_field(const model::Node& node) {
  if (node.ssh_port == 22) return node.address;
  return "[" + node.address + "]:" + std::to_string(node.ssh_port);
}

}  // namespace

Files known_hosts(const Subject& subject) {
  std::string lines;
  for (const auto& node : subject.cluster.nodes)
    for (const auto& key : node.ssh_host_keys) {
      if (key.find_first_of("\n\r") != std::string::npos)
        return std::unexpected(model::Error{.kind = model::ErrorKind::invalid,
                                            .what = "an SSH host key in the facts is not one line",
                                            .node = node.name});
      lines += host_field(node) + " " + key + "\n";
    }
  TemplateData data;
  data.set("lines", lines);
  return std::vector{RenderedFile{.stage = Stage::node,
                                  .destination = subject.layout.postgres_home + "/.ssh/known_hosts",
                                  .owner = "postgres",
                                  .group = "postgres",
                                  .mode = "0644",
                                  .content = fill("known_hosts", data)}};
}

}  // namespace pgmahout::render
