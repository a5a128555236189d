#include "render/pg_enc.hpp"
#include "render/quote.hpp"
#include "render/subject.hpp"
#include "render/template.hpp"

namespace pgmahout::render {

namespace {

using model::Error;
using model::ErrorKind;
using model::Result;
using model::Secret;

// pg_enc and Pgpool-II read the first line of the key file into a buffer of 256.
constexpr std::size_t kLongestKey = 254;
// Pgpool-II compares this much of a name.
constexpr std::size_t kLongestUser = 63;

Error wrong(std::string what, std::string hint) {
  return {.kind = ErrorKind::invalid, .what = std::move(what), .hint = std::move(hint)};
}

// AES where Pgpool-II can read it back, else TEXT. Never md5: with a hash alone Pgpool-II cannot
// log in to a server that asks for SCRAM.
Result<std::string> entry(const Secret& password, const Secret& key) {
  const std::string& text = password.reveal();
  if (text.size() <= kLongestAesPassword) {
    const auto encrypted = aes_entry(password, key);
    if (!encrypted) return std::unexpected(encrypted.error());
    return encrypted->reveal();
  }
  if (text.size() > kLongestTextPassword)
    return std::unexpected(wrong("the password is longer than Pgpool-II can read, " +
                                     std::to_string(kLongestTextPassword) + " bytes",
                                 "choose a shorter one"));
  const auto quoted = quote_pgpass(text);
  if (!quoted) return quoted;
  return "TEXT" + *quoted;
}

Result<std::string> line(const std::string& user, const Secret& password, const Secret& key) {
  const auto name = quote_pgpass(user);
  const auto secret = entry(password, key);
  if (user.size() > kLongestUser)
    return std::unexpected(wrong("the name of user " + user + " is too long", "63 bytes is all"));
  if (!name) return name;
  if (!secret) {
    Error error = secret.error();
    error.what = "user " + user + ": " + error.what;
    return std::unexpected(error);
  }
  return *name + ":" + *secret;
}

std::vector<std::pair<std::string, Secret>> users(const model::Cluster& cluster) {
  std::vector<std::pair<std::string, Secret>> all{
      {cluster.postgresql.superuser, cluster.postgresql.superuser_password},
      {cluster.pgpool.user, cluster.pgpool.password}};
  for (const auto& user : cluster.postgresql.users)
    if (!user.password.empty()) all.emplace_back(user.name, user.password);
  return all;
}

Result<std::string> entries(const model::Cluster& cluster) {
  std::string text;
  for (const auto& [name, password] : users(cluster)) {
    auto one = line(name, password, cluster.pgpool.password_key);
    if (!one) return one;
    text += *one + "\n";
  }
  return text;
}

Result<std::string> key_text(const model::Cluster& cluster) {
  const std::string& key = cluster.pgpool.password_key.reveal();
  const bool one_line = key.find_first_of(std::string("\n\r\0", 3)) == std::string::npos;
  if (key.empty() || key.size() > kLongestKey || !one_line)
    return std::unexpected(wrong("pgmahout_password_key must be one line of 1 to 254 bytes",
                                 "make one with: openssl rand -hex 32"));
  return key + "\n";
}

RenderedFile secret(std::string destination, std::string content, OnChange on_change) {
  return {.stage = Stage::pgpool,
          .destination = std::move(destination),
          .owner = "postgres",
          .group = "postgres",
          .mode = "0600",
          .content = std::move(content),
          .secret = true,
          .on_change = on_change};
}

}  // namespace

Files pool_passwd(const Subject& subject) {
  const auto& [cluster, node, layout] = subject;
  const auto key = key_text(cluster);
  if (!key) return std::unexpected(key.error());
  const auto text = entries(cluster);
  if (!text) return std::unexpected(text.error());
  // The key is read once, at the start.
  return std::vector{secret(layout.pgpool_conf + "/pool_passwd", *text, OnChange::reload_pgpool),
                     secret(layout.postgres_home + "/.pgpoolkey", *key, OnChange::restart_pgpool)};
}

Files pcp_conf(const Subject& subject) {
  const auto& [cluster, node, layout] = subject;
  if (cluster.pgpool.user.find_first_of(":\n\r") != std::string::npos)
    return std::unexpected(
        wrong("pgmahout_pgpool_user holds a colon or a line break, which "
              "pcp.conf cannot carry",
              "choose a name without it"));
  const auto hash = pcp_hash(cluster.pgpool.pcp_password);
  if (!hash) return std::unexpected(hash.error());
  TemplateData data;
  data.set("user", cluster.pgpool.user);
  data.set("hash", *hash);
  return std::vector{RenderedFile{.stage = Stage::pgpool,
                                  .destination = layout.pgpool_conf + "/pcp.conf",
                                  .owner = "root",
                                  .group = layout.pgpool_conf_group,
                                  .mode = "0640",
                                  .content = fill("pcp.conf", data),
                                  .secret = true}};
}

}  // namespace pgmahout::render
