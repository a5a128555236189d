#include <nlohmann/json.hpp>

#include "act/clone/workplace.hpp"
#include "act/fake_node.hpp"
#include "act/fence.hpp"
#include "act/guard/primary_record.hpp"
#include "act/journal.hpp"
#include "act/lost_hosts.hpp"
#include "act/rejoin/marker.hpp"
#include "model/json.hpp"
#include "observe/journal.hpp"
#include "readers.hpp"

namespace pgmahout::fuzz {

namespace {

void check_primary(FakeNode& node, const act::Context& context) {
  const auto record = act::read_primary_record(context);
  require(record.has_value());
  if (!*record) return;
  node.store.records.clear();
  require(act::arm_primary(context, **record).has_value());
  require(*act::read_primary_record(context) == *record);
}

void check_fence(const act::Context& context) {
  const auto fence = act::read_fence(context);
  require(fence && *fence);
  require(act::release(context, "").has_value());
  const auto released = act::read_fence(context);
  require(released && *released && !(*released)->keeps_down());
}

void check_lost_hosts(const act::Context& context) {
  const auto lost = act::lost_hosts(context);
  require(act::note_lost_hosts(context, lost).has_value());
  require(act::lost_hosts(context) == lost);
}

void check_marker(const act::Context& context) {
  const auto lost = act::rejoin::find_cut_off_rewind(context);
  require(lost.has_value());
  if (!*lost) return;
  require(act::rejoin::mark_rewind(context, **lost).has_value());
  const auto again = act::rejoin::find_cut_off_rewind(context);
  require(again && *again && (**again).bytes == (**lost).bytes &&
          (**again).transactions == (**lost).transactions && (**again).kept == (**lost).kept);
}

}  // namespace

void read_record(const std::string& text) {
  FakeNode node;
  node.log.set_level(spdlog::level::off);
  const auto context = node.context();
  const auto lay_down = [&] {
    for (const char* name : {"primary.json", "fence.json", "lost_hosts", "rewinding.json"})
      node.store.records[name] = text;
  };
  lay_down();
  check_primary(node, context);
  lay_down();
  check_fence(context);
  check_lost_hosts(context);
  check_marker(context);
}

void read_journal(const std::string& text) {
  FakeNode node;
  const auto context = node.context();
  act::Journal(context, text).note({{"why", text}, {text, true}});
  const auto noted = model::parse_json(node.store.records.at(act::kJournalRecord));
  require(noted.is_object() && noted.at("why").is_string());
  const auto read = observe::read_journal(
      act::kJournalRecord,
      [&](const std::string& part) -> model::Result<std::optional<std::string>> {
        return part.ends_with(".24") ? std::nullopt : std::optional(text);
      });
  for (const auto& line : read.lines) require(observe::tells_of_a_change(line));
}

void read_clone_journal(const std::string& text) {
  const auto journal = act::clone::parse_journal(text);
  if (!journal) return;
  const auto again = act::clone::parse_journal(act::clone::to_text(*journal));
  require(again && again->slot == journal->slot && again->slot_node == journal->slot_node &&
          again->tablespaces == journal->tablespaces);
}

}  // namespace pgmahout::fuzz
