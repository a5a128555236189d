#include "inventory/bind.hpp"

#include <fmt/format.h>

#include <set>
#include <tuple>

#include "inventory/references.hpp"

namespace pgmahout::inventory {

using settings::Scope;
using settings::Setting;
using settings::Target;
using settings::ValuePtr;

namespace {

// The values of one host that the settings table knows, references replaced.
struct HostValues {
  const HostVariables* host;
  std::map<std::string_view, ValuePtr> values;
};

// More misspelt names than this help nobody, and looking for near ones takes time.
constexpr std::size_t kMostUnknown = 100;

class Binder {
 public:
  Binder(const std::vector<HostVariables>& hosts, const Vault& vault, Diagnostics& diagnostics)
      : diagnostics_(&diagnostics) {
    for (const auto& host : hosts) {
      refuse_unknown(host);
      hosts_.push_back({&host, resolve(host, vault)});
    }
  }

  Bound bind() {
    add_nodes();
    for (const Setting& setting : settings::settings_table()) {
      if (setting.scope == Scope::cluster) bind_for_all(setting);
      if (setting.scope == Scope::node)
        for (std::size_t index = 0; index < hosts_.size(); ++index) bind_for_node(setting, index);
    }
    return std::move(bound_);
  }

 private:
  void report(const std::string& node, const settings::Place& place, std::string what,
              std::string hint = {}) {
    model::Error error{.kind = model::ErrorKind::invalid,
                       .what = std::move(what),
                       .node = node,
                       .hint = std::move(hint),
                       .where = place.position()};
    // A mistake in a group's variable is one mistake, however many hosts the group has.
    if (error.where &&
        !reported_.insert({error.where->file, error.where->line, error.where->column, error.what})
             .second)
      return;
    diagnostics_->errors.push_back(std::move(error));
  }

  void refuse_unknown(const HostVariables& host) {
    for (const auto& [name, variable] : host.variables) {
      if (!name.starts_with(settings::kPrefix) || settings::find_setting(name)) continue;
      if (diagnostics_->errors.size() >= kMostUnknown) return;
      const std::string near = settings::nearest_setting(name);
      report(host.name, variable.place, fmt::format("unknown setting {}", name),
             near.empty() ? "pgmahout settings lists the known ones"
                          : fmt::format("did you mean {}?", near));
    }
  }

  std::map<std::string_view, ValuePtr> resolve(const HostVariables& host, const Vault& vault) {
    std::map<std::string_view, ValuePtr> values;
    settings::Variables variables = host.variables;
    add_magic(host, variables);
    References references(variables, vault);
    for (const Setting& setting : settings::settings_table()) {
      const std::string key(setting.key);
      if (setting.scope == Scope::playbook || !variables.contains(key)) continue;
      auto value = references.resolve(key);
      if (value) {
        values[setting.key] = *std::move(value);
        continue;
      }
      bound_.broken.insert(key);
      report(host.name, place_of(value.error(), variables.at(key).value->place),
             fmt::format("{}: {}", key, value.error().what), value.error().hint);
    }
    return values;
  }

  // Ansible's own variables that an inventory may refer to.
  static void add_magic(const HostVariables& host, settings::Variables& variables) {
    const auto add = [&](const std::string& name, const std::string& text) {
      variables[name] = {host.place, std::make_shared<const settings::Value>(settings::Value{
                                         .data = text, .place = host.place, .unsafe = true})};
    };
    add("inventory_hostname", host.name);
    add("inventory_hostname_short", host.name.substr(0, host.name.find('.')));
  }

  static settings::Place place_of(const model::Error& error, const settings::Place& otherwise) {
    if (!error.where) return otherwise;
    return {std::make_shared<const std::string>(error.where->file), error.where->line,
            error.where->column};
  }

  void add_nodes() {
    for (std::size_t index = 0; index < hosts_.size(); ++index) {
      model::Node node;
      node.name = hosts_[index].host->name;
      node.id = static_cast<int>(index);
      bound_.hosts[node.name] = hosts_[index].host->place;
      bound_.cluster.nodes.push_back(std::move(node));
    }
  }

  [[nodiscard]] ValuePtr value_of(const Setting& setting, std::size_t host) const {
    const auto found = hosts_.at(host).values.find(setting.key);
    return found == hosts_[host].values.end() ? nullptr : found->second;
  }

  void bind_for_all(const Setting& setting) {
    const ValuePtr value = hosts_.empty() ? nullptr : value_of(setting, 0);
    bool agree = true;
    for (std::size_t index = 1; index < hosts_.size(); ++index)
      agree = same(setting, value, index) && agree;
    if (!agree) bound_.broken.insert(std::string(setting.key));
    Target target{&bound_.cluster, nullptr, &bound_.policy};
    apply(setting, value, target, "");
  }

  bool same(const Setting& setting, const ValuePtr& first, std::size_t index) {
    const ValuePtr other = value_of(setting, index);
    if (first == other || (first && other && settings::equal(*first, *other))) return true;
    if (bound_.broken.contains(std::string(setting.key))) return true;
    const auto describe = [](const ValuePtr& value) {
      const auto where = value ? value->place.position() : std::nullopt;
      if (!where) return std::string("not set");
      return fmt::format("{}:{}:{}", where->file, where->line, where->column);
    };
    report(hosts_.at(index).host->name, (other ? other : first)->place,
           fmt::format("{} must be the same on every node, but differs from {} ({})", setting.key,
                       hosts_.front().host->name, describe(first)),
           "set it once, in the variables of the group postgres");
    return false;
  }

  void bind_for_node(const Setting& setting, std::size_t index) {
    model::Node& node = bound_.cluster.nodes.at(index);
    Target target{&bound_.cluster, &node, &bound_.policy};
    apply(setting, value_of(setting, index), target, node.name);
  }

  void apply(const Setting& setting, const ValuePtr& value, Target& target,
             const std::string& node) {
    const std::string key(setting.key);
    if (!value) {
      const bool missing = setting.required && !bound_.broken.contains(key) && !hosts_.empty();
      if (missing) refuse_missing(setting);
      return settings::apply_default(setting, target);
    }
    bound_.places[{key, node}] = value->place;
    const auto complaints = settings::apply(setting, value, target);
    if (complaints.empty()) return;
    bound_.broken.insert(key);
    for (const auto& complaint : complaints)
      report(node.empty() ? hosts_.front().host->name : node, complaint.place,
             fmt::format("{} {}", key, complaint.what), complaint.hint);
    settings::apply_default(setting, target);
  }

  void refuse_missing(const Setting& setting) {
    bound_.broken.insert(std::string(setting.key));
    const bool secret = std::holds_alternative<settings::SecretType>(setting.type);
    report(hosts_.front().host->name, hosts_.front().host->place,
           fmt::format("{} is not set and has no default", setting.key),
           secret ? "set it in a vault beside the group's other variables "
                    "(ansible-vault create group_vars/postgres/vault.yml)"
                  : "set it in the variables of the group postgres");
  }

  Diagnostics* diagnostics_;
  std::vector<HostValues> hosts_;
  Bound bound_;
  std::set<std::tuple<std::string, int, int, std::string>> reported_;
};

}  // namespace

Bound bind(const std::vector<HostVariables>& hosts, const Vault& vault, Diagnostics& diagnostics) {
  return Binder(hosts, vault, diagnostics).bind();
}

}  // namespace pgmahout::inventory
