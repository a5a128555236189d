#include "observe/playbook_event.hpp"

#include <algorithm>
#include <array>

#include "model/json.hpp"

namespace pgmahout::observe {

namespace {

using model::PlaybookProgress;

constexpr char kSeparator = '\x1e';
// More than any playbook of ours has, whatever is on standard error.
constexpr std::size_t kMostEntries = 10000;

std::string text_of(const nlohmann::json& event, const char* name) {
  return model::field<std::string>(event, name, "");
}

void on_begin(const nlohmann::json& event, PlaybookProgress& progress) {
  if (!event.contains("plays") || !event["plays"].is_array()) return;
  progress.plays.clear();
  for (const auto& name : event["plays"])
    if (name.is_string() && progress.plays.size() < kMostEntries)
      progress.plays.push_back(name.get<std::string>());
}

void on_play(const nlohmann::json& event, PlaybookProgress& progress) {
  progress.play = text_of(event, "name");
  progress.task.clear();
  progress.running.clear();
  ++progress.begun;
}

void on_task(const nlohmann::json& event, PlaybookProgress& progress) {
  progress.task = text_of(event, "name");
  progress.running.clear();
}

void on_start(const nlohmann::json& event, PlaybookProgress& progress) {
  if (progress.running.size() < kMostEntries)
    progress.running[text_of(event, "host")] = text_of(event, "task");
}

void note_change(const nlohmann::json& event, PlaybookProgress& progress) {
  if (!model::field(event, "changed", false)) return;
  const std::string host = text_of(event, "host");
  ++progress.recap[host].changed;
  if (auto& tasks = progress.changed[host]; tasks.size() < kMostEntries)
    tasks.push_back(text_of(event, "task"));
}

void note_failure(const nlohmann::json& event, PlaybookProgress& progress) {
  if (progress.failures.size() >= kMostEntries) return;
  progress.failures.push_back(
      {text_of(event, "task"), text_of(event, "host"), text_of(event, "message")});
}

void on_answer(const nlohmann::json& event, PlaybookProgress& progress) {
  progress.running.erase(text_of(event, "host"));
}

void on_ok(const nlohmann::json& event, PlaybookProgress& progress) {
  on_answer(event, progress);
  ++progress.recap[text_of(event, "host")].ok;
  note_change(event, progress);
}

// A task that failed may have changed something before.
void on_failed(const nlohmann::json& event, PlaybookProgress& progress) {
  on_answer(event, progress);
  ++progress.recap[text_of(event, "host")].failed;
  note_change(event, progress);
  note_failure(event, progress);
}

void on_unreachable(const nlohmann::json& event, PlaybookProgress& progress) {
  on_answer(event, progress);
  ++progress.recap[text_of(event, "host")].unreachable;
  note_failure(event, progress);
}

// Ansible's own count is the last word: it knows which failures were rescued.
void on_end(const nlohmann::json& event, PlaybookProgress& progress) {
  if (!event.contains("hosts") || !event["hosts"].is_object()) return;
  progress.running.clear();
  progress.recap.clear();
  for (const auto& [host, told] : event["hosts"].items())
    if (told.is_object() && progress.recap.size() < kMostEntries)
      progress.recap[host] = {.ok = model::field(told, "ok", 0),
                              .changed = model::field(told, "changed", 0),
                              .failed = model::field(told, "failed", 0),
                              .unreachable = model::field(told, "unreachable", 0)};
}

struct EventReader {
  std::string_view event;
  void (*read)(const nlohmann::json&, PlaybookProgress&);
};

constexpr std::array kEvents{
    EventReader{"begin", &on_begin},   EventReader{"play", &on_play},
    EventReader{"task", &on_task},     EventReader{"start", &on_start},
    EventReader{"ok", &on_ok},         EventReader{"skipped", &on_answer},
    EventReader{"failed", &on_failed}, EventReader{"unreachable", &on_unreachable},
    EventReader{"end", &on_end},
};

}  // namespace

bool is_playbook_event(std::string_view line) { return line.starts_with(kSeparator); }

void read_playbook_event(std::string_view line, PlaybookProgress& progress) {
  if (!is_playbook_event(line)) return;
  const auto event = model::parse_json(line.substr(1));
  if (!event.is_object()) return;
  const std::string name = text_of(event, "event");
  const auto reader = std::ranges::find(kEvents, name, &EventReader::event);
  if (reader != kEvents.end()) reader->read(event, progress);
}

}  // namespace pgmahout::observe
