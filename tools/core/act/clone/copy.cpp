#include "act/clone/copy.hpp"

#include <filesystem>

#include "act/clone/space.hpp"
#include "act/clone/standby_files.hpp"
#include "act/conninfo.hpp"
#include "act/slots.hpp"

namespace pgmahout::act::clone {

namespace {

// Cleaning up goes on when time is up or somebody said stop, but not for ever.
Context with_time_to_clean(const Context& context) {
  constexpr ports::Duration kEnough{10000};
  Context fresh = context;
  fresh.deadline = ports::Deadline(context.deadline.clock(), kEnough);
  return fresh;
}

model::Result<TablespaceMap> find_room(const Context& context, const Request& request,
                                       const Workplace& workplace) {
  const auto tablespaces = ask_tablespaces(context, superuser_at(context, request.primary));
  if (!tablespaces) return std::unexpected(tablespaces.error());
  auto map = map_tablespaces(*tablespaces);
  if (!map) return map;
  const std::filesystem::path data(workplace.data());
  if (auto done = check_space(*tablespaces, *map, data.parent_path().string()); !done)
    return std::unexpected(done.error());
  return map;
}

// A slot that an earlier run made on another primary, and did not live to drop.
void forget_elsewhere(const Context& context, const Request& request, const Journal& earlier) {
  const model::Node* node = context.cluster.find(earlier.slot_node);
  if (node == nullptr || node->name == request.primary.name || earlier.slot.empty()) return;
  Context brief = context;
  brief.deadline = context.deadline.within(ports::Duration{3000});
  if (auto done = drop_slot(brief, superuser_at(context, *node), earlier.slot); !done)
    context.log.warn("the slot {} may be left on {}: {}", earlier.slot, node->name,
                     to_string(done.error()));
}

// The intent is on disk before the slot is made: killed between the two, the next run still knows
// that the slot is its own to drop.
model::Result<void> claim_slot(const Context& context, const Request& request,
                               const Workplace& workplace, Journal& journal) {
  const auto primary = superuser_at(context, request.primary);
  const auto before = find_slot(context, primary, context.self.slot_name);
  if (!before) return std::unexpected(before.error());
  if (!*before || !journal.slot.empty()) {
    journal.slot = context.self.slot_name;
    journal.slot_node = request.primary.name;
  }
  if (auto done = workplace.write_journal(journal); !done) return done;
  const auto made = ensure_slot(context, primary, context.self);
  if (!made) return std::unexpected(made.error());
  context.log.info("slot {} on {}: {}", context.self.slot_name, request.primary.name,
                   *made ? "made" : "reused");
  return {};
}

model::Result<std::uint64_t> fill_and_swap(const Context& context, const BaseBackup& backup,
                                           const Workplace& workplace,
                                           const OnProgress& on_progress) {
  auto copied = run_base_backup(context, backup, on_progress);
  if (!copied) return copied;
  const StandbyState state{.primary_conninfo = primary_conninfo(context, backup.primary),
                           .primary_slot_name = context.self.slot_name};
  if (auto done = write_standby_files(backup.directory, state); !done)
    return std::unexpected(done.error());
  if (auto done = workplace.swap_in(); !done) return std::unexpected(done.error());
  return copied;
}

model::Result<void> drop_ours(const Context& context, const Journal& journal) {
  const model::Node* node = context.cluster.find(journal.slot_node);
  if (node == nullptr || journal.slot.empty()) return {};
  // Its WAL sender may need a moment to notice that the copy is gone.
  model::Result<void> dropped;
  const auto try_drop = [&] {
    dropped = drop_slot(context, superuser_at(context, *node), journal.slot);
    return dropped.has_value();
  };
  (void)ports::wait_until(try_drop, context.deadline, ports::Duration{300});
  return dropped;
}

// The journal stays when something could not be undone: the next run has it from there.
model::Result<void> undo(const Context& context, const Workplace& workplace,
                         const Journal& journal) {
  const auto cleaned = clean_up(context, workplace, journal);
  auto dropped = drop_ours(context, journal);
  if (!cleaned) return cleaned;
  if (!dropped) return dropped;
  return workplace.remove_journal();
}

model::Result<std::uint64_t> claim_and_copy(const Context& context, const Request& request,
                                            const Workplace& workplace, Journal& journal) {
  auto map = find_room(context, request, workplace);
  if (!map) return std::unexpected(map.error());
  for (const auto& [from, to] : *map) journal.tablespaces.push_back(to);
  if (auto done = claim_slot(context, request, workplace, journal); !done)
    return std::unexpected(done.error());
  const BaseBackup backup{.primary = request.primary,
                          .directory = workplace.copy(),
                          .max_rate = request.max_rate,
                          .tablespaces = std::move(*map)};
  return fill_and_swap(context, backup, workplace, request.on_progress);
}

}  // namespace

model::Result<void> clean_up(const Context& context, const Workplace& workplace,
                             const Journal& journal) {
  constexpr ports::Duration kPatience{5000};
  model::Result<void> done;
  const auto try_clean = [&] {
    done = workplace.clean(journal);
    return done.has_value();
  };
  (void)ports::wait_until(try_clean, context.deadline.within(kPatience), ports::Duration{200});
  return done;
}

model::Result<std::uint64_t> copy_from(const Context& context, const Request& request,
                                       const Workplace& workplace, const Journal& earlier) {
  forget_elsewhere(context, request, earlier);
  Journal journal;
  if (earlier.slot_node == request.primary.name) journal.slot = earlier.slot;
  auto copied = claim_and_copy(context, request, workplace, journal);
  if (!copied) {
    if (const auto undone = undo(with_time_to_clean(context), workplace, journal); !undone)
      context.log.warn("could not clean up, the next run will: {}", to_string(undone.error()));
    return copied;
  }
  // The new data directory is in place: what is left of the old one harms nobody but the disk.
  if (auto done = clean_up(context, workplace, {}); !done)
    context.log.warn("the replaced data directory is not all gone: {}", to_string(done.error()));
  if (auto done = workplace.remove_journal(); !done) return std::unexpected(done.error());
  return copied;
}

}  // namespace pgmahout::act::clone
