#include "act/context.hpp"

namespace pgmahout::act {

Context within(const Context& context, ports::Duration cap) {
  Context part = context;
  part.deadline = context.deadline.within(cap);
  return part;
}

ports::SqlTarget superuser_at(const Context& context, const model::Node& node) {
  return {.node = node.name,
          .host = node.address,
          .port = context.cluster.postgresql.port,
          .user = context.cluster.postgresql.superuser,
          .passfile = passfile(context)};
}

ports::SqlTarget local_superuser(const Context& context) {
  return {.node = context.self.name,
          .host = context.layout.postgresql_socket,
          .port = context.cluster.postgresql.port,
          .user = context.cluster.postgresql.superuser,
          .passfile = passfile(context)};
}

ports::Target agent_of(const Context& context, const model::Node& node) {
  return agent_of(context.layout, node);
}

ports::Target agent_of(const model::Layout& layout, const model::Node& node) {
  const std::string ssh = layout.postgres_home + "/.ssh";
  return {.node = node.name,
          .ssh = ports::SshEndpoint{.host = node.address,
                                    .port = node.ssh_port,
                                    .user = "postgres",
                                    .private_key_file = ssh + "/id_ed25519_pgmahout",
                                    .known_hosts_file = ssh + "/known_hosts"}};
}

std::vector<const model::Node*> peers(const Context& context) {
  std::vector<const model::Node*> others;
  for (const auto& node : context.cluster.nodes)
    if (node.name != context.self.name) others.push_back(&node);
  return others;
}

std::string passfile(const Context& context) { return context.layout.postgres_home + "/.pgpass"; }

}  // namespace pgmahout::act
