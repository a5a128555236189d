#include "decide/cases/fields.hpp"

namespace cases {

namespace {

Fault fault(const std::string& file, const YAML::Mark& mark, const std::string& what) {
  return Fault(file + ":" + std::to_string(mark.line + 1) + ": " + what);
}

}  // namespace

Fields::Fields(std::string file, const YAML::Node& node) : file_(std::move(file)), node_(node) {
  if (!node_.IsMap()) throw here("this should be keys and values");
  std::set<std::string> seen;
  for (const auto& entry : node_)
    if (!seen.insert(entry.first.as<std::string>()).second)
      throw fault(file_, entry.first.Mark(), "a second \"" + entry.first.Scalar() + "\"");
}

bool Fields::has(const std::string& key) const { return node_[key].IsDefined(); }

std::set<std::string> Fields::keys() const {
  std::set<std::string> names;
  for (const auto& entry : node_) names.insert(entry.first.as<std::string>());
  return names;
}

YAML::Node Fields::take(const std::string& key) {
  known_.insert(key);
  if (!has(key)) throw here("\"" + key + "\" is missing");
  return node_[key];
}

std::string Fields::text(const std::string& key) {
  const auto value = take(key);
  if (!value.IsScalar()) throw at(key, "this should be a word");
  return value.Scalar();
}

std::string Fields::text(const std::string& key, const std::string& otherwise) {
  return has(key) ? text(key) : otherwise;
}

std::int64_t Fields::number(const std::string& key) {
  try {
    return take(key).as<std::int64_t>();
  } catch (const YAML::Exception&) {
    throw at(key, "this should be a number");
  }
}

std::int64_t Fields::number(const std::string& key, std::int64_t otherwise) {
  return has(key) ? number(key) : otherwise;
}

bool Fields::flag(const std::string& key, bool otherwise) {
  if (!has(key)) return otherwise;
  const auto word = text(key);
  if (word != "true" && word != "false") throw at(key, "this should be true or false");
  return word == "true";
}

std::vector<std::string> Fields::list(const std::string& key) {
  if (!has(key)) return {};
  const auto value = take(key);
  if (value.IsScalar()) return {value.Scalar()};
  if (!value.IsSequence()) throw at(key, "this should be a list");
  std::vector<std::string> texts;
  for (const auto& each : value) {
    if (!each.IsScalar()) throw fault(file_, each.Mark(), "this should be a word");
    texts.push_back(each.Scalar());
  }
  return texts;
}

Fields Fields::below(const std::string& key) { return {file_, take(key)}; }

model::Lsn Fields::lsn(const std::string& key) {
  const auto parsed = model::parse_lsn(text(key));
  if (!parsed) throw at(key, parsed.error().what);
  return *parsed;
}

model::WalPosition Fields::parse(const std::string& key, const std::string& text) const {
  const auto sign = text.find('@');
  if (sign == std::string::npos) throw at(key, "\"" + text + "\" should be like 1@0/5000");
  const auto timeline = model::parse_timeline(text.substr(0, sign));
  if (!timeline) throw at(key, timeline.error().what);
  const auto lsn = model::parse_lsn(text.substr(sign + 1));
  if (!lsn) throw at(key, lsn.error().what);
  return {*timeline, *lsn};
}

model::WalPosition Fields::position(const std::string& key) { return parse(key, text(key)); }

model::TimelineHistory Fields::history(const std::string& key, model::Timeline timeline) {
  model::TimelineHistory history{.timeline = timeline};
  if (timeline.number > 1 && !has(key))
    throw here("timeline " + std::to_string(timeline.number) + " needs a \"" + key + "\"");
  for (const auto& each : list(key)) {
    const auto left = parse(key, each);
    if (left.timeline >= timeline) throw at(key, each + " is no ancestor");
    history.ancestors.push_back({left.timeline, left.lsn});
  }
  return history;
}

Fault Fields::at(const std::string& key, const std::string& what) const {
  return fault(file_, node_[key].Mark(), key + ": " + what);
}

Fault Fields::here(const std::string& what) const { return fault(file_, node_.Mark(), what); }

void Fields::done() const {
  for (const auto& entry : node_)
    if (!known_.contains(entry.first.as<std::string>()))
      throw fault(file_, entry.first.Mark(), "nobody knows \"" + entry.first.Scalar() + "\"");
}

}  // namespace cases
