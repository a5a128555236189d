#include "render/quote.hpp"
#include "render/subject.hpp"
#include "render/template.hpp"

namespace pgmahout::render {

namespace {

using model::Result;
using model::Secret;

// The pcp tools read a line of at most 319 bytes and take the rest for another line.
constexpr std::size_t kLongestPcpLine = 318;

struct Entry {
  std::string host;
  std::uint16_t port;
  std::string database;  ///< empty in .pcppass, which has no such field
  std::string user;
  const Secret& password;
};

Result<std::string> line(const Entry& entry) {
  const auto host = quote_pgpass(entry.host);
  const auto user = quote_pgpass(entry.user);
  const auto password = quote_pgpass(entry.password.reveal());
  for (const auto* field : {&host, &user, &password})
    if (!*field) return *field;
  const std::string database = entry.database.empty() ? "" : entry.database + ":";
  return *host + ":" + std::to_string(entry.port) + ":" + database + *user + ":" + *password;
}

Result<std::string> lines(const std::vector<Entry>& entries) {
  std::string text;
  for (const auto& entry : entries) {
    const auto one = line(entry);
    if (!one) return one;
    text += *one + "\n";
  }
  return text;
}

std::vector<std::string> node_hosts(const model::Cluster& cluster) {
  std::vector<std::string> hosts;
  hosts.reserve(cluster.nodes.size() + 4);
  for (const auto& node : cluster.nodes) hosts.push_back(node.address);
  hosts.insert(hosts.end(), {"127.0.0.1", "::1", "localhost"});
  return hosts;
}

std::vector<std::string> pool_hosts(const model::Cluster& cluster) {
  auto hosts = node_hosts(cluster);
  hosts.push_back(cluster.vip);
  return hosts;
}

// libpq looks up a Unix-domain connection as "localhost", so these serve the local tools too. For
// physical replication it looks for the database "replication": the star covers it.
std::vector<Entry> pgpass_entries(const model::Cluster& cluster) {
  const auto& postgresql = cluster.postgresql;
  const auto& pgpool = cluster.pgpool;
  std::vector<Entry> entries;
  for (const auto& host : node_hosts(cluster)) {
    entries.push_back(
        {host, postgresql.port, "*", postgresql.superuser, postgresql.superuser_password});
    entries.push_back(
        {host, postgresql.port, "*", postgresql.replication_user, postgresql.replication_password});
    entries.push_back({host, postgresql.port, "*", pgpool.user, pgpool.password});
  }
  for (const auto& host : pool_hosts(cluster)) {
    entries.push_back(
        {host, pgpool.port, "*", postgresql.superuser, postgresql.superuser_password});
    entries.push_back({host, pgpool.port, "*", pgpool.user, pgpool.password});
  }
  return entries;
}

Result<std::string> pcppass(const model::Cluster& cluster) {
  const auto& pgpool = cluster.pgpool;
  std::string text;
  for (const auto& host : pool_hosts(cluster)) {
    const auto one = line({host, pgpool.pcp_port, "", pgpool.user, pgpool.pcp_password});
    if (!one) return one;
    if (one->size() > kLongestPcpLine)
      return std::unexpected(
          model::Error{.kind = model::ErrorKind::invalid,
                       .what = "pgmahout_pcp_password is too long for the pcp tools, which read "
                               "318 bytes of a line of .pcppass",
                       .hint = "choose one of less than 100 characters"});
    text += *one + "\n";
  }
  return text;
}

RenderedFile password_file(const Subject& subject, const std::string& name,
                           const std::string& lines_text) {
  TemplateData data;
  data.set("lines", lines_text);
  return {.stage = Stage::node,
          .destination = subject.layout.postgres_home + "/." + name,
          .owner = "postgres",
          .group = "postgres",
          .mode = "0600",
          .content = fill(name, data),
          .secret = true};
}

}  // namespace

Files password_files(const Subject& subject) {
  const auto pgpass = lines(pgpass_entries(subject.cluster));
  if (!pgpass) return std::unexpected(pgpass.error());
  const auto pcp = pcppass(subject.cluster);
  if (!pcp) return std::unexpected(pcp.error());
  return std::vector{password_file(subject, "pgpass", *pgpass),
                     password_file(subject, "pcppass", *pcp)};
}

}  // namespace pgmahout::render
