#include "render/quote.hpp"
#include "render/subject.hpp"
#include "render/template.hpp"

namespace pgmahout::render {

Files wal_scripts(const Subject& subject) {
  const auto archive = quote_sh(subject.cluster.postgresql.archive_directory);
  if (!archive) return std::unexpected(archive.error());
  TemplateData data;
  data.set("archive", *archive);
  std::vector<RenderedFile> files;
  for (const auto& [name, destination] : {std::pair("archive_wal", archive_script(subject.layout)),
                                          std::pair("restore_wal", restore_script(subject.layout))})
    files.push_back({.stage = Stage::node,
                     .destination = destination,
                     .mode = "0755",
                     .content = fill(name, data),
                     .validate = "sh -n %s"});
  return files;
}

Files recovery_scripts(const Subject& subject) {
  std::vector<RenderedFile> files;
  for (const std::string name : {"recovery_1st_stage", "pgpool_remote_start"}) {
    const auto program = quote_sh(subject.layout.libexec + "/" + name);
    if (!program) return std::unexpected(program.error());
    TemplateData data;
    data.set("program", *program);
    files.push_back({.stage = Stage::recovery,
                     .destination = subject.cluster.postgresql.data_directory + "/" + name,
                     .owner = "postgres",
                     .group = "postgres",
                     .mode = "0700",
                     .content = fill("recovery_script", data),
                     .validate = "sh -n %s"});
  }
  return files;
}

}  // namespace pgmahout::render
