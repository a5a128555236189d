#include "inventory/hosts_file.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <utility>

#include "inventory/host_pattern.hpp"

namespace pgmahout::inventory {

using settings::Entry;
using settings::Place;
using settings::Value;

namespace {

constexpr std::size_t kMaximumGroups = 10'000;

class Reader {
 public:
  Reader(Groups& groups, Diagnostics& diagnostics) : groups_(&groups), diagnostics_(&diagnostics) {}

  // Adds the group and what stands in it; returns its index.
  std::size_t add_group(const Entry& entry) {
    if (groups_->groups().size() >= kMaximumGroups) {
      refuse_once(entry.place, "there are too many groups");
      return Groups::kUngrouped;
    }
    const std::size_t group = groups_->group(entry.key);
    if (entry.value->is_null()) return group;
    if (!entry.value->map()) {
      diagnostics_->warn(entry.value->place,
                         fmt::format("the group {} is skipped: it should be a mapping, it is {}",
                                     entry.key, settings::kind_name(*entry.value)));
      return group;
    }
    for (const Entry& section : *entry.value->map()) add_section(group, section);
    return group;
  }

 private:
  void add_section(std::size_t group, const Entry& section) {
    const bool known = section.key == "vars" || section.key == "children" || section.key == "hosts";
    if (!known) {
      diagnostics_->warn(section.place,
                         fmt::format("\"{}\" in the group {} is skipped: only vars, children and "
                                     "hosts have a meaning",
                                     section.key, group_name(group)));
      return;
    }
    if (section.value->is_null()) return;
    const auto entries = entries_of(section);
    if (!entries) return;
    for (const Entry& entry : *entries) {
      if (section.key == "vars")
        set_group_variable(group, entry);
      else if (section.key == "children")
        add_child(group, entry);
      else
        add_hosts(group, entry);
    }
  }

  // Ansible takes a lone word for a mapping with that one key.
  std::optional<Value::Map> entries_of(const Entry& section) {
    if (section.value->map()) return *section.value->map();
    if (section.value->text() && !section.value->vault) {
      const auto null = std::make_shared<const Value>(Value{.place = section.value->place});
      return Value::Map{{*section.value->text(), section.value->place, null}};
    }
    diagnostics_->refuse(section.value->place,
                         fmt::format("\"{}\" should be a mapping, it is {}", section.key,
                                     settings::kind_name(*section.value)),
                         "write each name on a line of its own, with a colon after it");
    return std::nullopt;
  }

  void set_group_variable(std::size_t group, const Entry& entry) {
    if (entry.key != "ansible_group_priority") {
      groups_->at_group(group).variables[entry.key] = {entry.place, entry.value};
      return;
    }
    const auto priority = as_integer(*entry.value);
    if (!priority)
      return diagnostics_->refuse(entry.value->place, "ansible_group_priority must be an integer");
    groups_->at_group(group).priority = *priority;
  }

  static std::optional<std::int64_t> as_integer(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value.data)) return *number;
    if (const auto* flag = std::get_if<bool>(&value.data)) return *flag ? 1 : 0;
    if (!value.text() || value.vault) return std::nullopt;
    std::int64_t number = 0;
    const char* end = value.text()->data() + value.text()->size();
    const auto parsed = std::from_chars(value.text()->data(), end, number);
    if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
    return number;
  }

  void add_child(std::size_t group, const Entry& entry) {
    groups_->add_child(group, add_group(entry), entry.place);
  }

  void add_hosts(std::size_t group, const Entry& entry) {
    const auto pattern = expand_pattern(entry.key);
    if (!pattern) return diagnostics_->refuse(entry.place, pattern.error());
    const bool empty = entry.value->is_null() || is_false(*entry.value);
    if (!empty && !entry.value->map())
      return diagnostics_->refuse(
          entry.value->place, fmt::format("the host {} should have a mapping of variables, it has "
                                          "{}",
                                          entry.key, settings::kind_name(*entry.value)));
    for (const auto& name : pattern->names) add_host(group, name, *pattern, entry);
  }

  // Python's idea of a false value, which Ansible takes for "no variables".
  static bool is_false(const Value& value) {
    if (value.text()) return value.text()->empty();
    if (value.list()) return value.list()->empty();
    const auto* flag = std::get_if<bool>(&value.data);
    const auto* number = std::get_if<std::int64_t>(&value.data);
    return (flag && !*flag) || (number && *number == 0);
  }

  void add_host(std::size_t group, const std::string& name, const HostPattern& pattern,
                const Entry& entry) {
    if (groups_->hosts().size() >= kMaximumHosts)
      return refuse_once(entry.place, "there are too many hosts");
    const std::size_t known = groups_->hosts().size();
    const std::size_t host = groups_->host(name, entry.place);
    auto& variables = groups_->at_host(host).variables;
    if (pattern.port && host == known)
      variables["ansible_port"] = {entry.place, std::make_shared<const Value>(Value{
                                                    .data = *pattern.port, .place = entry.place})};
    groups_->add_host(group, host);
    if (!entry.value->map()) return;
    for (const Entry& variable : *entry.value->map())
      variables[variable.key] = {variable.place, variable.value};
  }

  void refuse_once(const Place& place, const std::string& what) {
    if (!std::exchange(full_, true)) diagnostics_->refuse(place, what);
  }

  [[nodiscard]] const std::string& group_name(std::size_t group) const {
    return groups_->groups().at(group).name;
  }

  Groups* groups_;
  Diagnostics* diagnostics_;
  bool full_ = false;
};

}  // namespace

void add_hosts_file(const Value& file, Groups& groups, Diagnostics& diagnostics) {
  if (file.is_null()) return;
  if (!file.map())
    return diagnostics.refuse(
        file.place,
        fmt::format("an inventory is a mapping of groups, this is {}", settings::kind_name(file)));
  if (const auto plugin = settings::find(*file.map(), "plugin"); plugin && !plugin->is_null())
    return diagnostics.refuse(plugin->place,
                              "this configures an inventory plugin, which only Ansible can run",
                              "write its result down: ansible-inventory --list --yaml --export");
  Reader reader(groups, diagnostics);
  for (const Entry& entry : *file.map()) reader.add_group(entry);
}

}  // namespace pgmahout::inventory
