#include "act/evidence.hpp"

#include <functional>
#include <sstream>

#include "act/journal.hpp"
#include "model/json.hpp"
#include "model/scrub.hpp"
#include "observe/journal.hpp"
#include "observe/log_tail.hpp"
#include "observe/machine_evidence.hpp"
#include "observe/server_evidence.hpp"
#include "ports/files.hpp"

namespace pgmahout::act {

namespace {

// What is left to bring the answer home.
constexpr ports::Duration kToGather{3000};

model::Result<model::LogTail> postgresql_tail(const Context& context) {
  const auto path =
      observe::postgresql_log(context.cluster.postgresql.data_directory, context.layout.pgpool_log,
                              context.cluster.postgresql.version.major_number);
  if (!path.empty()) return observe::log_tail(path);
  return std::unexpected(model::Error{
      .what = "PostgreSQL here has no log file of its own",
      .hint = "journalctl -u " + context.layout.postgresql_service + " there, as root"});
}

// postgres itself reads its files and prints one parameter, and starts nothing.
std::vector<std::string> config_errors(const Context& context) {
  if (context.server.postmaster()) return {};
  const ports::Command command{
      .argv = {context.layout.postgresql_bin + "/postgres", "-D",
               context.cluster.postgresql.data_directory, "-c",
               "config_file=" + context.layout.postgresql_conf + "/postgresql.conf", "-C",
               "data_directory"},
      .environment = {{"LC_ALL", "C"}}};
  const auto ran = context.shell.run({}, command, within(context, kToGather).deadline);
  if (!ran || ran->exit_status == 0) return {};
  return observe::last_lines(ran->errors, false);
}

std::string control_words(const Context& context) {
  if (context.server.postmaster()) return "";
  const auto control = context.server.control_data(within(context, kToGather).deadline);
  if (!control) return control.error().what;
  const std::string was = control->was_standby ? "a standby" : "a primary";
  return (control->consistent ? "was stopped in order as " : "was not stopped in order as ") + was +
         ", on timeline " + std::to_string(control->timeline().number);
}

// The newest word of the journal about a failover; a certificate ends what was refused before it.
std::string last_refusal(const Context& context) {
  const auto journal = observe::read_journal(
      kJournalRecord, [&](const std::string& part) { return context.store.read(part); });
  for (const auto& line : journal.lines) {
    if (line.contains("certificate")) return "";
    if (line.contains("refused"))
      return model::field<std::string>(line, "at", "") + ": " +
             model::field<std::string>(line, "refused", "it does not say why");
  }
  return "";
}

std::vector<std::pair<std::string, std::string>> directories(const Context& context) {
  const auto& postgresql = context.cluster.postgresql;
  return {{"data", postgresql.data_directory},
          {"pg_wal", postgresql.data_directory + "/pg_wal"},
          {"archive", postgresql.archive_directory},
          {"log", context.layout.pgpool_log},
          {"state", context.layout.state}};
}

// Only files that are made to be read: none that holds passwords, hashes or keys and nothing else.
std::map<std::string, std::string> configuration(const Context& context) {
  const auto& layout = context.layout;
  const auto& data = context.cluster.postgresql.data_directory;
  std::map<std::string, std::string> files;
  for (const auto& path :
       {layout.postgresql_conf + "/postgresql.conf", layout.postgresql_conf + "/pg_hba.conf",
        layout.postgresql_conf + "/pg_ident.conf", data + "/postgresql.auto.conf",
        layout.pgpool_conf + "/pgpool.conf", layout.pgpool_conf + "/pool_hba.conf",
        layout.etc + "/cluster.json", layout.network_conf})
    if (auto text = ports::read_file(path)) files[path] = text->substr(0, observe::kTailBytes);
  return files;
}

std::vector<model::Secret> known_secrets(const Context& context) {
  std::vector<model::Secret> secrets = model::secrets_of(context.cluster);
  for (const char* name : {"/.pgpass", "/.pcppass"})
    if (const auto text = ports::read_file(context.layout.postgres_home + name))
      std::ranges::move(passwords_in(*text), std::back_inserter(secrets));
  const auto key = ports::read_file(context.layout.postgres_home + "/.pgpoolkey");
  if (key) secrets.emplace_back(key->substr(0, key->find('\n')));
  return secrets;
}

// A whole log is scrubbed at once: what spans lines (a key, a vault) is known by its first one.
void scrub_lines(std::vector<std::string>& lines, std::span<const model::Secret> secrets) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  text = model::without_secret_shapes(model::without_secrets(std::move(text), secrets));
  lines.clear();
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
}

void scrub(model::NodeEvidence& evidence, std::span<const model::Secret> secrets) {
  if (evidence.log) scrub_lines(evidence.log->lines, secrets);
  if (evidence.journal) scrub_lines(evidence.journal->lines, secrets);
  scrub_lines(evidence.config_errors, secrets);
  for (auto* text : {&evidence.control, &evidence.refusal})
    *text = model::without_secret_shapes(model::without_secrets(std::move(*text), secrets));
  for (auto& [path, text] : evidence.files)
    text = model::without_secret_shapes(model::without_secrets(std::move(text), secrets));
}

// What costs no time.
model::NodeEvidence of_machine(const Context& context) {
  auto& clock = context.deadline.clock();
  const auto text_of = [](const char* path) { return ports::read_file(path).value_or(""); };
  return {.at = timestamp(clock),
          .uptime_seconds = std::chrono::floor<std::chrono::seconds>(clock.uptime()).count(),
          .load_percent = observe::load_percent_in(text_of("/proc/loadavg")),
          .oom_kills = observe::oom_kills_in(text_of("/proc/vmstat")),
          .disks = observe::disk_space(directories(context)),
          .refusal = last_refusal(context)};
}

}  // namespace

std::vector<model::Secret> passwords_in(const std::string& passfile) {
  std::vector<model::Secret> passwords;
  std::istringstream lines(passfile);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    std::string field;
    for (std::size_t at = 0; at < line.size(); ++at) {
      if (line[at] == '\\' && at + 1 < line.size())
        field += line[++at];
      else if (line[at] == ':')
        field.clear();
      else
        field += line[at];
    }
    passwords.emplace_back(field);
  }
  return passwords;
}

model::NodeEvidence gather_evidence(const Context& context, bool files) {
  const Context bounded = within(context, kToGather);
  auto evidence = of_machine(context);
  if (files) evidence.files = configuration(context);
  const std::vector<std::function<void()>> parts{
      [&] {
        evidence.server =
            observe::ask_server_evidence(bounded.sql, local_superuser(bounded), bounded.deadline);
      },
      [&] {
        evidence.unit_ends = observe::unit_ends(context.layout, context.shell, bounded.deadline);
      },
      [&] { evidence.log = postgresql_tail(context); },
      [&] {
        evidence.journal = observe::journal_tail(context.layout, context.shell, bounded.deadline);
      },
      [&] {
        evidence.config_errors = config_errors(context);
        evidence.control = control_words(context);
      }};
  context.crew.run(parts);
  scrub(evidence, known_secrets(context));
  return evidence;
}

}  // namespace pgmahout::act
