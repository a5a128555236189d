#include "act/rejoin/marker.hpp"

#include <sys/stat.h>

#include <nlohmann/json.hpp>

namespace pgmahout::act::rejoin {

namespace {

constexpr const char* kMarker = "rewinding.json";

// A copy that took the data directory's place is another file of the same name.
std::uint64_t file_number(const Context& context) {
  struct stat status {};
  if (stat(context.cluster.postgresql.data_directory.c_str(), &status) != 0) return 0;
  return status.st_ino;
}

}  // namespace

model::Result<void> mark_rewind(const Context& context, const Lost& lost) {
  nlohmann::json record{
      {"directory", file_number(context)}, {"bytes", lost.bytes}, {"kept", lost.kept}};
  if (lost.transactions) record["transactions"] = *lost.transactions;
  return context.store.write(kMarker, record.dump() + "\n");
}

model::Result<std::optional<Lost>> find_cut_off_rewind(const Context& context) {
  const auto text = context.store.read(kMarker);
  if (!text) return std::unexpected(text.error());
  if (!*text) return std::nullopt;
  // One that cannot be read is a rewind that was cut off all the same.
  const auto record = nlohmann::json::parse(**text, nullptr, false);
  if (!record.is_object()) return Lost{.transactions = std::nullopt};
  if (record.value("directory", std::uint64_t{0}) != file_number(context)) return std::nullopt;
  Lost lost{.bytes = record.value("bytes", std::uint64_t{0}),
            .transactions = std::nullopt,
            .kept = record.value("kept", "")};
  if (record.contains("transactions"))
    lost.transactions = record.value("transactions", std::uint64_t{0});
  return lost;
}

model::Result<void> unmark_rewind(const Context& context) { return context.store.remove(kMarker); }

}  // namespace pgmahout::act::rejoin
