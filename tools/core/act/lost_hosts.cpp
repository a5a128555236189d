#include "act/lost_hosts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <sstream>

namespace pgmahout::act {

namespace {

constexpr const char* kLostHostsRecord = "lost_hosts";

}  // namespace

std::set<int> lost_hosts(const Context& context) {
  const auto record = context.store.read(kLostHostsRecord);
  std::istringstream text(record ? record->value_or("") : "");
  std::set<int> lost;
  for (int node = 0; text >> node;) lost.insert(node);
  return lost;
}

model::Result<void> note_lost_hosts(const Context& context, const std::set<int>& lost) {
  return context.store.write(kLostHostsRecord, fmt::format("{}\n", fmt::join(lost, " ")));
}

}  // namespace pgmahout::act
