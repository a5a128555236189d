#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "settings/value.hpp"

namespace pgmahout::inventory {

/// How deep lists and mappings may nest, and how many values a file may hold once every alias is
/// written out. An honest inventory is orders of magnitude below; a YAML bomb is above.
constexpr std::size_t kMaximumDepth = 64;
constexpr std::size_t kMaximumWeight = 1'000'000;

/// Ends a parser's run from within its callbacks, which have no other way to say no. It never
/// leaves read_document().
class Refusal : public std::exception {
 public:
  Refusal(const settings::Place& place, std::string what);
  [[nodiscard]] const model::Error& error() const { return error_; }
  [[nodiscard]] const char* what() const noexcept override { return error_.what.c_str(); }

 private:
  model::Error error_;
};

/// A scalar as a parser saw it.
struct ScalarEvent {
  settings::Value value;   ///< with its place
  bool merge_key = false;  ///< a plain "<<": as a key it merges the mapping that follows
  std::size_t anchor = 0;  ///< 0: none
};

/// Makes a Value of a parser's events: anchors, aliases, merge keys, duplicate keys and the limits
/// on depth and size are here, so that YAML and JSON are held to the same rules.
class ValueBuilder {
 public:
  explicit ValueBuilder(std::vector<std::string>& warnings) : warnings_(&warnings) {}

  void scalar(ScalarEvent event);
  void alias(const settings::Place& place, std::size_t anchor);
  void start_list(const settings::Place& place, std::size_t anchor, bool unsafe);
  void start_map(const settings::Place& place, std::size_t anchor, bool unsafe);
  void end();
  /// Whether the next scalar is a key.
  [[nodiscard]] bool expects_key() const;
  /// Whether a surrounding list or mapping is marked !unsafe.
  [[nodiscard]] bool inside_unsafe() const;
  /// What was built; null when there was nothing.
  [[nodiscard]] settings::ValuePtr take() { return std::move(root_); }

 private:
  struct Frame {
    bool is_map = false;
    bool unsafe = false;
    settings::Place place;
    std::size_t anchor = 0;
    std::size_t weight = 1;
    settings::Value::List list;
    settings::Value::Map entries;
    std::unordered_map<std::string, std::size_t> index;
    std::vector<settings::ValuePtr> merged;
    bool has_key = false;
    bool key_merges = false;
    settings::Entry key;
  };

  void start(const settings::Place& place, std::size_t anchor, bool is_map, bool unsafe);
  void deliver(const settings::ValuePtr& value, bool merge_key);
  void deliver_to_map(Frame& frame, const settings::ValuePtr& value, bool merge_key);
  void add_entry(Frame& frame, settings::Entry entry);
  static void add_all_merged(Frame& frame);
  static void add_merged(Frame& frame, const settings::Entry& entry, std::size_t own);

  std::vector<std::string>* warnings_;
  std::vector<Frame> frames_;
  std::unordered_map<std::size_t, settings::ValuePtr> anchors_;
  settings::ValuePtr root_;
};

}  // namespace pgmahout::inventory
