#include "report/bootstrap.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "report/or_null.hpp"
#include "report/verification.hpp"

namespace pgmahout::report {

namespace {

using Json = nlohmann::ordered_json;

std::string_view to_string(model::HostKeyState state) {
  switch (state) {
    case model::HostKeyState::pinned:
      return "pinned";
    case model::HostKeyState::unknown:
      return "unknown";
    case model::HostKeyState::changed:
      break;
  }
  return "changed";
}

// Of several failures of a host the last one tells most: it is what a rescue says at the end.
std::vector<model::TaskFailure> last_failures(const model::PlaybookRun& run) {
  std::vector<model::TaskFailure> last;
  std::set<std::string> told;
  for (auto each = run.failures.rbegin(); each != run.failures.rend(); ++each)
    if (told.insert(each->host).second) last.insert(last.begin(), *each);
  return last;
}

std::string recap_line(const std::string& host, const model::HostRecap& recap, bool check) {
  return fmt::format("  {}: {} {}, {} failed{}\n", host, recap.changed,
                     check ? "would change" : "changed", recap.failed,
                     recap.unreachable > 0 ? ", unreachable" : "");
}

Json host_keys_json(const std::vector<model::HostKey>& keys) {
  Json list = Json::array();
  for (const auto& key : keys)
    list.push_back({{"node", key.node},
                    {"type", key.type},
                    {"fingerprint", key.fingerprint},
                    {"state", to_string(key.state)}});
  return list;
}

Json logins_json(const std::vector<model::LoginOutcome>& logins) {
  Json list = Json::array();
  for (const auto& login : logins)
    list.push_back({{"node", login.node},
                    {"user", login.user},
                    {"key_works", login.key_works},
                    {"key_added", login.key_added},
                    {"becomes_root", login.becomes_root},
                    {"sudo_added", login.sudo_added}});
  return list;
}

Json verification_or_null(const std::optional<model::Verification>& verification) {
  if (!verification) return nullptr;
  return Json::parse(verification_json(*verification));
}

Json failures_json(const model::PlaybookRun& run) {
  Json list = Json::array();
  for (const auto& failure : last_failures(run))
    list.push_back({{"host", failure.host}, {"task", failure.task}, {"message", failure.message}});
  return list;
}

Json playbook_or_null(const std::optional<model::PlaybookRun>& run) {
  if (!run) return nullptr;
  Json hosts = Json::array();
  for (const auto& [name, recap] : run->recap) {
    const auto changed = run->changed.find(name);
    hosts.push_back(
        {{"name", name},
         {"ok", recap.ok},
         {"changed", recap.changed},
         {"failed", recap.failed},
         {"unreachable", recap.unreachable},
         {"tasks", changed == run->changed.end() ? Json::array() : Json(changed->second)}});
  }
  return {{"log", run->log},
          {"took_ms", run->took_ms},
          {"hosts", hosts},
          {"failures", run->exit_status == 0 ? Json::array() : failures_json(*run)}};
}

Json connection_or_null(const std::optional<model::ConnectionText>& connection) {
  if (!connection) return nullptr;
  return {{"psql", connection->psql}, {"uri", connection->uri}, {"jdbc", connection->jdbc}};
}

Json errors_json(const model::Errors& errors) {
  Json list = Json::array();
  for (const auto& error : errors)
    list.push_back({{"what", error.what}, {"node", or_null(error.node)}, {"next", error.hint}});
  return list;
}

}  // namespace

std::string host_keys_text(const std::vector<model::HostKey>& keys) {
  std::string text;
  for (const auto& key : keys)
    text += fmt::format("  {}: {} {}\n", key.node, key.type, key.fingerprint);
  return text;
}

std::string playbook_text(const model::PlaybookRun& run, bool check) {
  std::string text;
  for (const auto& [host, recap] : run.recap) {
    text += recap_line(host, recap, check);
    const auto changed = run.changed.find(host);
    if (!check || changed == run.changed.end()) continue;
    for (const auto& task : changed->second) text += "    - " + task + "\n";
  }
  if (run.exit_status != 0)
    for (const auto& failure : last_failures(run))
      text += fmt::format("{}: \"{}\" failed: {}\n", failure.host, failure.task, failure.message);
  return text + "log: " + run.log + "\n";
}

std::string connection_lines(const model::ConnectionText& connection) {
  return "Clients connect through the virtual IP:\n  " + connection.psql + "\n  " + connection.uri +
         "\n  " + connection.jdbc + "\n";
}

std::string bootstrap_json(const model::Bootstrap& bootstrap) {
  const Json document{{"version", 1},
                      {"cluster", bootstrap.cluster},
                      {"exit_code", to_int(bootstrap.exit_code)},
                      {"check", bootstrap.check},
                      {"host_keys", host_keys_json(bootstrap.host_keys)},
                      {"logins", logins_json(bootstrap.logins)},
                      {"preflight", verification_or_null(bootstrap.preflight)},
                      {"playbook", playbook_or_null(bootstrap.playbook)},
                      {"verification", verification_or_null(bootstrap.verification)},
                      {"connection", connection_or_null(bootstrap.connection)},
                      {"errors", errors_json(bootstrap.errors)}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace pgmahout::report
