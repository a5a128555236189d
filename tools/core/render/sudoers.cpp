#include <fmt/core.h>

#include "render/quote.hpp"
#include "render/subject.hpp"
#include "render/template.hpp"

namespace pgmahout::render {

namespace {

using model::Result;
using Words = std::vector<std::string>;

// Whole command lines without a wildcard: `ip` with free arguments would be root.
std::vector<Words> commands(const Subject& subject, const std::string& device) {
  const auto& [cluster, node, layout] = subject;
  std::vector<Words> all;
  for (const auto& service : {layout.postgresql_service, layout.pgpool_service})
    for (const char* verb : {"start", "stop", "restart", "reload"})
      all.push_back({layout.systemctl_command, verb, service});
  const std::string address = fmt::format("{}/{}", cluster.vip, cluster.network_prefix);
  Words add{layout.ip_command, "addr", "add", address, "dev", device};
  if (is_ipv6(cluster.vip)) add.insert(add.end(), {"preferred_lft", "0"});
  all.push_back(std::move(add));
  all.push_back({layout.ip_command, "addr", "del", address, "dev", device});
  if (!is_ipv6(cluster.vip))
    for (const char* what : {"-U", "-D"})
      all.push_back({layout.arping_command, what, cluster.vip, "-w", "1", "-I", device});
  for (const auto& other : cluster.nodes)
    if (other.id != node.id) all.push_back({layout.ss_command, "-K", "dst", other.address});
  return all;
}

Result<std::string> command_line(const Words& words) {
  std::string text;
  for (const auto& word : words) {
    const auto quoted = quote_sudoers(word);
    if (!quoted) return quoted;
    text += (text.empty() ? "" : " ") + *quoted;
  }
  return text;
}

}  // namespace

Files sudoers(const Subject& subject) {
  const auto device = vip_interface(subject);
  if (!device) return std::unexpected(device.error());
  TemplateData list(TemplateData::type::list);
  for (const auto& words : commands(subject, *device)) {
    const auto text = command_line(words);
    if (!text) return std::unexpected(text.error());
    TemplateData row;
    row.set("command", *text);
    list.push_back(row);
  }
  TemplateData data;
  data.set("commands", list);
  return std::vector{RenderedFile{.stage = Stage::node,
                                  .destination = "/etc/sudoers.d/pgmahout",
                                  .mode = "0440",
                                  .content = fill("sudoers", data),
                                  .validate = "visudo -cf %s"}};
}

}  // namespace pgmahout::render
