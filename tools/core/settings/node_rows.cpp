#include <algorithm>
#include <array>
#include <cctype>

#include "settings/address.hpp"
#include "settings/table.hpp"

namespace pgmahout::settings {

namespace {

constexpr std::array<std::string_view, 2> kRoles{"primary", "standby"};
constexpr std::int64_t kMaximumPort = 65535;
constexpr int kHighestPriority = 128;  // one more than the highest node number

// PostgreSQL allows lower-case letters, digits and "_" in slot names, at most 63 of them.
std::string slot_name_of(const std::string& host) {
  std::string name = host.substr(0, 63);
  std::ranges::transform(name, name.begin(), [](char c) {
    if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    return allowed ? c : '_';
  });
  return name;
}

constexpr std::array kAnsibleRows{
    Setting{.key = "ansible_host",
            .scope = Scope::node,
            .type = TextType{&form::kHostOrAddress,
                             [](Target& t, std::string v) { t.node->ssh_host = std::move(v); }},
            .default_text = "the host's name in the inventory",
            .doc = "Where the controller reaches the host by SSH. Ansible's own variable.",
            .derive = [](Target& t) { t.node->ssh_host = t.node->name; }},
    Setting{.key = "ansible_port",
            .scope = Scope::node,
            .type = IntegerType{1, kMaximumPort,
                                [](Target& t, std::int64_t v) {
                                  t.node->ssh_port = static_cast<std::uint16_t>(v);
                                }},
            .default_text = "22",
            .doc = "Its SSH port, between the nodes too. Ansible's own variable."},
    Setting{.key = "ansible_user",
            .scope = Scope::node,
            .type = TextType{&form::kAnything,
                             [](Target& t, std::string v) { t.node->ssh_user = std::move(v); }},
            .default_text = "",
            .doc = "The user to log in as, who may use sudo. Empty: the user who runs the command, "
                   "as with ssh. Ansible's own variable."},
    Setting{.key = "ansible_ssh_private_key_file",
            .scope = Scope::node,
            .type = TextType{&form::kAnything,
                             [](Target& t, std::string v) {
                               t.node->ssh_private_key_file = std::move(v);
                             }},
            .default_text = "",
            .doc = "The private key to log in with. Empty: the agent's and the default keys, as "
                   "with ssh. Ansible's own variable."},
    Setting{
        .key = "ansible_password",
        .scope = Scope::node,
        .type = SecretType{[](Target& t, model::Secret v) { t.node->ssh_password = std::move(v); }},
        .default_text = "",
        .doc = "The password to log in with. Empty: keys only, which is better. Ansible's own "
               "variable."},
};

constexpr std::array kNodeRows{
    Setting{
        .key = "pgmahout_node_id",
        .scope = Scope::node,
        .type = IntegerType{0, 127,
                            [](Target& t, std::int64_t v) { t.node->id = static_cast<int>(v); }},
        .default_text = "the host's place in the group postgres, from 0",
        .doc = "Number of the node in Pgpool-II, as backend and in the watchdog. Set it before "
               "you reorder hosts: a node keeps its number until another one leaves.",
        .derive = [](Target& /*target*/) {}},
    Setting{.key = "pgmahout_role",
            .scope = Scope::node,
            .type = ChoiceType{kRoles,
                               [](Target& t, std::size_t v) { t.node->initial_primary = v == 0; }},
            .default_text = "standby, and primary for node 0 when no host says primary",
            .doc = "Who is primary when the cluster is first made. Never afterwards: then the live "
                   "cluster is asked.",
            .derive = [](Target& t) { t.node->initial_primary = false; }},
    Setting{.key = "pgmahout_address",
            .scope = Scope::node,
            .type = TextType{&form::kAddress,
                             [](Target& t, std::string v) { t.node->address = std::move(v); }},
            .default_text = "ansible_host",
            .doc = "The node's address in pgmahout_network. An address and not a name, because "
                   "name servers fail too, and Pgpool-II compares addresses as text. Most hosts "
                   "are managed through the address that they also serve on.",
            .derive = [](Target& t) { t.node->address = t.node->ssh_host; }},
    Setting{.key = "pgmahout_slot_name",
            .scope = Scope::node,
            .type = TextType{&form::kSlotName,
                             [](Target& t, std::string v) { t.node->slot_name = std::move(v); }},
            .default_text = "the host's name in lower case, other characters as \"_\"",
            .doc = "The node's replication slot on whoever is primary.",
            .derive = [](Target& t) { t.node->slot_name = slot_name_of(t.node->name); }},
    Setting{.key = "pgmahout_backend_weight",
            .scope = Scope::node,
            .type = NumberType{0, 1000000, [](Target& t, double v) { t.node->backend_weight = v; }},
            .default_text = "1",
            .doc = "The node's share of balanced reads, in proportion to the others'. Equal "
                   "machines take equal shares."},
    Setting{.key = "pgmahout_watchdog_priority",
            .scope = Scope::node,
            .type = IntegerType{1, 1000,
                                [](Target& t, std::int64_t v) {
                                  t.node->watchdog_priority = static_cast<int>(v);
                                }},
            .default_text = "128 less the node's number",
            .doc = "Which of those that could lead the watchdog does: the higher number. Whoever "
                   "leads goes on. No two nodes should have the same: when both were started in "
                   "the same second, each refuses the other, and an election takes 12 seconds "
                   "or more instead of 6.",
            .derive = [](Target& t) { t.node->watchdog_priority = kHighestPriority - t.node->id; }},
    Setting{.key = "pgmahout_memory_mb",
            .scope = Scope::node,
            .type = IntegerType{0, std::int64_t{1} << 40,
                                [](Target& t, std::int64_t v) { t.node->memory_mb = v; }},
            .default_text = "0",
            .doc = "Memory in MiB from which shared_buffers and others are computed. 0: what the "
                   "host reports."},
    Setting{.key = "pgmahout_interface",
            .scope = Scope::node,
            .type = TextType{&form::kInterface,
                             [](Target& t, std::string v) { t.node->interface = std::move(v); }},
            .default_text = "",
            .doc = "Network device that holds the node's address. Empty: what the host reports."},
};

constexpr std::array kPlaybookRows{
    Setting{.key = "pgmahout_package",
            .scope = Scope::playbook,
            .type = PlaybookType{"path"},
            .default_text = "the package that the build left in build/release",
            .doc = "Package (.deb or .rpm) of our tools that is installed on the nodes."},
    Setting{.key = "pgmahout_command",
            .scope = Scope::playbook,
            .type = PlaybookType{"path"},
            .default_text = "pgmahout in the PATH",
            .doc = "The pgmahout executable on the controller, which renders the nodes' files."},
    Setting{.key = "pgmahout_secure_logging",
            .scope = Scope::playbook,
            .type = PlaybookType{"boolean"},
            .default_text = "true",
            .doc = "Hides task results that hold secrets. Switch it off only to debug, never where "
                   "logs are kept."},
    Setting{.key = "pgmahout_restart_primary",
            .scope = Scope::playbook,
            .type = PlaybookType{"boolean"},
            .default_text = "false",
            .doc = "Whether a run may restart the primary for a parameter that needs it, which "
                   "interrupts writes for some seconds. Meant for one run: -e "
                   "pgmahout_restart_primary=true."},
    Setting{.key = "pgmahout_replace_data",
            .scope = Scope::playbook,
            .type = PlaybookType{"boolean"},
            .default_text = "false",
            .doc = "Whether a run may copy standbys afresh whose data directory holds something "
                   "else: what was there is lost. Meant for one run: -e "
                   "pgmahout_replace_data=true."},
};

}  // namespace

std::span<const Setting> ansible_rows() { return kAnsibleRows; }
std::span<const Setting> node_rows() { return kNodeRows; }
std::span<const Setting> playbook_rows() { return kPlaybookRows; }

}  // namespace pgmahout::settings
