#include "render/quote.hpp"
#include "render/subject.hpp"
#include "render/template.hpp"

namespace pgmahout::render {

namespace {

using model::Result;

RenderedFile drop_in(const std::string& service, std::string content) {
  return {.stage = Stage::node,
          .destination = "/etc/systemd/system/" + service + ".service.d/pgmahout.conf",
          .content = std::move(content),
          .on_change = OnChange::daemon_reload};
}

bool is_el(const Subject& subject) { return subject.node.os_family == model::OsFamily::el; }

Result<std::string> pgpool_unit(const Subject& subject) {
  const auto key =
      quote_systemd_value("PGPOOLKEYFILE=" + subject.layout.postgres_home + "/.pgpoolkey");
  if (!key) return key;
  TemplateData data;
  data.set("key_file", *key);
  data.set("own_directories", is_el(subject));
  return fill("pgpool.service", data);
}

Result<std::string> postgresql_unit(const Subject& subject) {
  const auto& [cluster, node, layout] = subject;
  const auto mount = quote_systemd_value(cluster.postgresql.data_directory);
  const auto archive = quote_systemd_value(cluster.postgresql.archive_directory);
  const auto data_directory = quote_systemd_value("PGDATA=" + cluster.postgresql.data_directory);
  for (const auto* word : {&mount, &archive, &data_directory})
    if (!*word) return *word;
  TemplateData data;
  data.set("mounts", *mount + " " + *archive + " " + layout.state);
  data.set("guard", layout.libexec + "/guard");
  data.set("runs_as_root", !is_el(subject));
  data.set("own_start", is_el(subject));
  data.set("data_directory", *data_directory);
  data.set("postgres", layout.postgresql_bin + "/postgres");
  data.set("configuration", layout.postgresql_conf);
  return fill("postgresql.service", data);
}

RenderedFile own_unit(const Subject& subject, const std::string& name,
                      const std::string& template_name) {
  TemplateData data;
  data.set("guard", subject.layout.libexec + "/guard");
  data.set("state", subject.layout.state);
  data.set("name", name);
  data.set("postgresql", subject.layout.postgresql_service + ".service");
  return {.stage = Stage::node,
          .destination = "/etc/systemd/system/" + name + ".service",
          .content = fill(template_name, data),
          .on_change = OnChange::restart_guard};
}

}  // namespace

Files systemd(const Subject& subject) {
  const auto pgpool = pgpool_unit(subject);
  if (!pgpool) return std::unexpected(pgpool.error());
  const auto postgresql = postgresql_unit(subject);
  if (!postgresql) return std::unexpected(postgresql.error());
  return std::vector{drop_in(subject.layout.postgresql_service, *postgresql),
                     drop_in(subject.layout.pgpool_service, *pgpool),
                     own_unit(subject, subject.layout.guard_service, "guard.service"),
                     own_unit(subject, subject.layout.heal_service, "heal.service")};
}

Files postgresql_service(const Subject& subject) {
  if (is_el(subject)) return std::vector<RenderedFile>{};
  std::vector<RenderedFile> files;
  for (const char* name : {"start.conf", "environment", "pg_ctl.conf"})
    files.push_back({.stage = Stage::postgresql,
                     .destination = subject.layout.postgresql_conf + "/" + name,
                     .owner = "postgres",
                     .group = "postgres",
                     .content = fill(name, TemplateData{})});
  return files;
}

}  // namespace pgmahout::render
