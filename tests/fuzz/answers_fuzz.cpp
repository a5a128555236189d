// Feeds arbitrary bytes to everything that reads what other nodes, programs and files say. The
// first line names the reader. Where something is written back, it must read the same again.
#include <array>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>

#include "act/clone/base_backup.hpp"
#include "act/pcp.hpp"
#include "act/pgpool_call.hpp"
#include "act/rejoin/diverged.hpp"
#include "act/rejoin/keep.hpp"
#include "agent/request.hpp"
#include "model/control_data.hpp"
#include "model/description.hpp"
#include "model/fence.hpp"
#include "model/json.hpp"
#include "model/lsn.hpp"
#include "model/timeline.hpp"
#include "model/version.hpp"
#include "observe/config_text.hpp"
#include "observe/controller_probe.hpp"
#include "observe/inspect_parts.hpp"
#include "observe/inspect_request.hpp"
#include "observe/machine_probe.hpp"
#include "observe/playbook_event.hpp"
#include "observe/server.hpp"
#include "readers.hpp"

namespace {

using namespace pgmahout;
using fuzz::only_read;
using fuzz::require;

void read_question(const nlohmann::json& object) {
  const auto question = observe::request_from_json(object);
  if (!question) return only_read(to_string(question.error()));
  const auto written = observe::request_to_json(*question);
  const auto again = observe::request_from_json(written);
  require(again && observe::request_to_json(*again) == written);
}

void read_request(const std::string& text) {
  const auto request = agent::Request::parse(text);
  if (!request) return only_read(to_string(request.error()));
  constexpr std::array<std::string_view, 2> kFields{"mode", "reason"};
  only_read(request->allow_only(kFields));
  only_read(request->boolean("start", false));
  only_read(request->text("mode"));
  if (const auto object = request->object("request")) read_question(*object);
  require(request->deadline(ports::Duration{1000}) > ports::Duration::zero());
}

void read_history(const std::string& text) {
  const auto history = model::parse_history({7}, text);
  if (!history) return;
  for (const auto& left : history->ancestors) require(left.from < history->timeline);
}

void read_lsn(const std::string& text) {
  const auto lsn = model::parse_lsn(text);
  if (lsn) require(*model::parse_lsn(model::to_string(*lsn)) == *lsn);
}

void read_fence(const std::string& text) {
  const auto fence = model::parse_fence(text);
  const auto again = model::parse_fence(model::to_text(fence));
  require(again.reason == fence.reason && again.released == fence.released &&
          again.isolated == fence.isolated);
}

void read_description(const std::string& text) {
  const auto cluster = model::from_json(model::parse_json(text));
  if (!cluster) return only_read(to_string(cluster.error()));
  const auto written = model::to_json(*cluster);
  const auto again = model::from_json(written);
  require(again && model::to_json(*again) == written);
}

void read_call(const std::string& text) {
  std::vector<std::string> words;
  std::istringstream stream(text);
  for (std::string word; std::getline(stream, word);) words.push_back(word);
  only_read(act::parse_pgpool_call(words));
}

// One line a row, one tab between columns, "\N" is NULL: as COPY writes them.
void read_server(const std::string& text) {
  ports::Rows rows;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    ports::Row row;
    std::istringstream columns(line);
    for (std::string column; std::getline(columns, column, '\t');)
      row.push_back(column == "\\N" ? std::nullopt : std::optional(column));
    rows.rows.push_back(std::move(row));
  }
  only_read(observe::parse_server_state(rows));
}

void read_words(const std::string& text) {
  only_read(act::rejoin::parse_wal_name(text, 16U << 20U));
  only_read(act::rejoin::is_commit(text, {0x3000000}));
  only_read(act::rejoin::end_in_words(text));
  only_read(act::clone::parse_progress(text));
  only_read(act::parse_node_info(1, text));
  only_read(act::parse_health_check_stats(1, text));
  only_read(model::parse_timeline(text));
  only_read(model::parse_version(text));
}

void read_inspected(const std::string& text) {
  only_read(observe::parse_config(text));
  only_read(observe::parse_pool_passwords(text));
  only_read(observe::parse_units(text));
  only_read(observe::parse_watchdog(text));
  only_read(observe::parse_udp_sockets(text, 9694));
}

// What bare machines, Ansible and our callback plugin say: each line has to be survived.
void read_fresh(const std::string& text) {
  only_read(observe::read_machine_probe(text));
  only_read(observe::read_ansible_version(text));
  only_read(observe::read_collections(text));
  model::PlaybookProgress progress;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    observe::read_playbook_event("\x1e" + line, progress);
}

struct Reader {
  std::string_view name;
  void (*read)(const std::string& text);
};

constexpr std::array<Reader, 14> kReaders{{
    {"agent", fuzz::read_agent},
    {"call", read_call},
    {"control", [](const std::string& text) { only_read(model::parse_control_data(text)); }},
    {"clone", fuzz::read_clone_journal},
    {"description", read_description},
    {"fence", read_fence},
    {"fresh", read_fresh},
    {"history", read_history},
    {"inspected", read_inspected},
    {"journal", fuzz::read_journal},
    {"lsn", read_lsn},
    {"record", fuzz::read_record},
    {"request", read_request},
    {"server", read_server},
}};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view whole(reinterpret_cast<const char*>(data), size);
  const auto end = whole.find('\n');
  if (end == std::string_view::npos) return -1;
  const std::string text(whole.substr(end + 1));
  read_words(text);
  for (const auto& reader : kReaders)
    if (whole.substr(0, end) == reader.name) reader.read(text);
  return 0;
}
