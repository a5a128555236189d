#include "inventory/builder.hpp"

#include <fmt/format.h>

#include "inventory/to_json.hpp"

namespace pgmahout::inventory {

using settings::Entry;
using settings::Place;
using settings::Value;
using settings::ValuePtr;

namespace {

// The entries of mappings that are merged, in the order in which later ones win.
void append_mapping(std::vector<ValuePtr>& merged, const ValuePtr& value) {
  if (!value->map())
    throw Refusal(value->place,
                  fmt::format("\"<<\" merges mappings, this is {}", settings::kind_name(*value)));
  merged.push_back(value);
}

}  // namespace

Refusal::Refusal(const Place& place, std::string what)
    : error_{
          .kind = model::ErrorKind::invalid, .what = std::move(what), .where = place.position()} {}

bool ValueBuilder::expects_key() const {
  return !frames_.empty() && frames_.back().is_map && !frames_.back().has_key;
}

bool ValueBuilder::inside_unsafe() const { return !frames_.empty() && frames_.back().unsafe; }

void ValueBuilder::scalar(ScalarEvent event) {
  const auto value = std::make_shared<const Value>(std::move(event.value));
  if (event.anchor != 0) anchors_[event.anchor] = value;
  deliver(value, event.merge_key);
}

void ValueBuilder::alias(const Place& place, std::size_t anchor) {
  const auto found = anchors_.find(anchor);
  if (found == anchors_.end() || !found->second)
    throw Refusal(place, "this alias points to something that contains it");
  deliver(found->second, false);
}

void ValueBuilder::start_list(const Place& place, std::size_t anchor, bool unsafe) {
  start(place, anchor, false, unsafe);
}

void ValueBuilder::start_map(const Place& place, std::size_t anchor, bool unsafe) {
  start(place, anchor, true, unsafe);
}

void ValueBuilder::start(const Place& place, std::size_t anchor, bool is_map, bool unsafe) {
  if (frames_.size() >= kMaximumDepth)
    throw Refusal(place, fmt::format("it is nested deeper than {} levels", kMaximumDepth));
  if (expects_key()) throw Refusal(place, "a key must be a plain value, not a list or a mapping");
  if (anchor != 0) anchors_[anchor] = nullptr;
  frames_.push_back(
      {.is_map = is_map, .unsafe = unsafe || inside_unsafe(), .place = place, .anchor = anchor});
}

void ValueBuilder::end() {
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  Value value{.place = frame.place, .weight = frame.weight};
  if (frame.is_map) {
    add_all_merged(frame);
    value.data = std::move(frame.entries);
  } else {
    value.data = std::move(frame.list);
  }
  value.weight = frame.weight;
  if (value.weight > kMaximumWeight)
    throw Refusal(frame.place, fmt::format("with every alias written out it holds more than {} "
                                           "values",
                                           kMaximumWeight));
  const auto shared = std::make_shared<const Value>(std::move(value));
  if (frame.anchor != 0) anchors_[frame.anchor] = shared;
  deliver(shared, false);
}

void ValueBuilder::deliver(const ValuePtr& value, bool merge_key) {
  if (frames_.empty()) {
    root_ = value;
    return;
  }
  Frame& frame = frames_.back();
  if (frame.is_map) return deliver_to_map(frame, value, merge_key);
  frame.weight += value->weight;
  frame.list.push_back(value);
}

void ValueBuilder::deliver_to_map(Frame& frame, const ValuePtr& value, bool merge_key) {
  if (!frame.has_key) {
    if (value->list() || value->map())
      throw Refusal(value->place, "a key must be a plain value, not a list or a mapping");
    frame.has_key = true;
    frame.key_merges = merge_key;
    frame.key = {.key = key_text(*value), .place = value->place, .value = nullptr};
    return;
  }
  frame.has_key = false;
  if (!frame.key_merges) {
    frame.key.value = value;
    return add_entry(frame, std::move(frame.key));
  }
  if (!value->list()) return append_mapping(frame.merged, value);
  for (auto one = value->list()->rbegin(); one != value->list()->rend(); ++one)
    append_mapping(frame.merged, *one);
}

void ValueBuilder::add_entry(Frame& frame, Entry entry) {
  frame.weight += entry.value->weight;
  const auto [known, is_new] = frame.index.try_emplace(entry.key, frame.entries.size());
  if (is_new) {
    frame.entries.push_back(std::move(entry));
    return;
  }
  const auto position = entry.place.position().value_or(model::SourcePosition{});
  warnings_->push_back(
      fmt::format("{}:{}:{}: the key {} stands here a second time; the last one "
                  "counts",
                  position.file, position.line, position.column, entry.key));
  frame.entries.at(known->second) = std::move(entry);
}

// What stands in the mapping itself wins over everything merged; later merged ones over earlier.
void ValueBuilder::add_all_merged(Frame& frame) {
  const std::size_t own = frame.entries.size();
  for (const auto& merged : frame.merged)
    for (const Entry& entry : *merged->map()) add_merged(frame, entry, own);
}

void ValueBuilder::add_merged(Frame& frame, const Entry& entry, std::size_t own) {
  const auto [known, is_new] = frame.index.try_emplace(entry.key, frame.entries.size());
  if (is_new)
    frame.entries.push_back(entry);
  else if (known->second >= own)
    frame.entries.at(known->second) = entry;
  // Counted also when it is overridden: what costs time is the looking.
  frame.weight += entry.value->weight;
  if (frame.weight > kMaximumWeight) throw Refusal(frame.place, "it merges too many values");
}

}  // namespace pgmahout::inventory
