#include "act/rejoin/marker.hpp"

#include <sys/stat.h>

#include "model/json.hpp"

namespace pgmahout::act::rejoin {

namespace {

constexpr const char* kMarker = "rewinding.json";

// A copy that took the data directory's place is another file of the same name.
std::uint64_t file_number(const Context& context) {
  struct stat status {};
  if (stat(context.cluster.postgresql.data_directory.c_str(), &status) != 0) return 0;
  return status.st_ino;
}

std::optional<std::uint64_t> optional_number(const nlohmann::json& record, const char* name) {
  const auto found = record.find(name);
  return found == record.end() ? std::nullopt : model::exactly<std::uint64_t>(*found);
}

}  // namespace

model::Result<void> mark_rewind(const Context& context, const Lost& lost) {
  nlohmann::json record{
      {"directory", file_number(context)}, {"bytes", lost.bytes}, {"kept", lost.kept}};
  if (lost.transactions) record["transactions"] = *lost.transactions;
  return context.store.write(kMarker, model::to_line(record) + "\n");
}

model::Result<std::optional<Lost>> find_cut_off_rewind(const Context& context) {
  const auto text = context.store.read(kMarker);
  if (!text) return std::unexpected(text.error());
  if (!*text) return std::nullopt;
  // One that cannot be read is a rewind that was cut off all the same.
  const auto record = model::parse_json(**text);
  const auto directory = optional_number(record, "directory");
  if (!directory) return Lost{.transactions = std::nullopt};
  if (*directory != file_number(context)) return std::nullopt;
  return Lost{.bytes = model::field<std::uint64_t>(record, "bytes", 0),
              .transactions = optional_number(record, "transactions"),
              .kept = model::field<std::string>(record, "kept", "")};
}

model::Result<void> unmark_rewind(const Context& context) { return context.store.remove(kMarker); }

}  // namespace pgmahout::act::rejoin
