#include "act/clone/workplace.hpp"

#include <algorithm>
#include <filesystem>

#include "act/clone/tablespaces.hpp"
#include "model/json.hpp"
#include "ports/files.hpp"
#include "ports/process.hpp"

namespace pgmahout::act::clone {

namespace fs = std::filesystem;

namespace {

std::string real_path(const std::string& path) {
  std::error_code failure;
  const auto real = fs::weakly_canonical(path, failure);
  std::string text = failure ? path : real.string();
  while (text.size() > 1 && text.back() == '/') text.pop_back();
  return text;
}

bool holds_something(const fs::path& directory) {
  std::error_code failure;
  return fs::exists(directory, failure) && !fs::is_empty(directory, failure) && !failure;
}

bool contains(const std::vector<std::string>& all, const std::string& one) {
  return std::ranges::find(all, one) != all.end();
}

}  // namespace

std::string to_text(const Journal& journal) {
  return model::to_line({{"slot", journal.slot},
                         {"slot_node", journal.slot_node},
                         {"tablespaces", journal.tablespaces}}) +
         "\n";
}

std::optional<Journal> parse_journal(const std::string& text) {
  try {
    const auto json = model::parse_json(text);
    return Journal{.slot = json.value("slot", ""),
                   .slot_node = json.value("slot_node", ""),
                   .tablespaces = json.value("tablespaces", std::vector<std::string>{})};
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

Workplace::Workplace(const std::string& data_directory, int major_version)
    : major_(major_version),
      data_(real_path(data_directory)),
      copy_(data_ + ".pgmahout-new"),
      aside_(data_ + ".pgmahout-old"),
      journal_(data_ + ".pgmahout-journal"),
      lock_(data_ + ".pgmahout-lock") {}

model::Result<ports::FileDescriptor> Workplace::lock() const {
  return ports::lock_file(lock_, "clone or rejoin");
}

model::Result<Journal> Workplace::read_journal() const {
  if (!fs::exists(journal_)) return Journal{};
  const auto text = ports::read_file(journal_);
  if (!text) return std::unexpected(text.error());
  if (auto journal = parse_journal(*text)) return std::move(*journal);
  return std::unexpected(model::Error{.what = "the journal " + journal_ + " is damaged",
                                      .hint = "look at it, then remove it"});
}

model::Result<void> Workplace::write_journal(const Journal& journal) const {
  return ports::write_file(journal_, to_text(journal));
}

model::Result<void> Workplace::remove_journal() const { return ports::remove_tree(journal_); }

model::Result<void> Workplace::remove_cluster(const std::string& directory) const {
  const auto in_use = used_locations(data_);
  for (const auto& location : used_locations(directory))
    if (!contains(in_use, location))
      if (auto done = clear_location(location, major_); !done) return done;
  return ports::remove_tree(directory);
}

model::Result<void> Workplace::clean(const Journal& journal) const {
  if (!holds_something(data_) && holds_something(aside_)) {
    const auto done = ports::exchange(aside_, data_, aside_);
    if (!done) return std::unexpected(done.error());
  }
  const auto in_use = used_locations(data_);
  for (const auto& location : journal.tablespaces)
    if (!contains(in_use, location))
      if (auto done = clear_location(location, major_); !done) return done;
  for (const auto& leftover : {copy_, aside_})
    if (auto done = remove_cluster(leftover); !done) return done;
  return {};
}

model::Result<void> Workplace::swap_in() const {
  const auto changed_places = ports::exchange(copy_, data_, aside_);
  if (!changed_places) return std::unexpected(changed_places.error());
  return {};
}

}  // namespace pgmahout::act::clone
