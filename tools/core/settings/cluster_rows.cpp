#include <array>

#include "settings/address.hpp"
#include "settings/table.hpp"

namespace pgmahout::settings {

namespace {

constexpr std::array<std::string_view, 3> kRepositories{"pgdg", "distribution", "none"};
constexpr std::array<std::string_view, 5> kFirewalls{"auto", "firewalld", "ufw", "nftables",
                                                     "none"};
constexpr std::array<std::string_view, 3> kProfileNames{"fast", "balanced", "safe"};

void set_network(Target& target, std::string text) {
  if (const auto network = parse_network(text)) target.cluster->network_prefix = network->prefix;
  target.cluster->network = std::move(text);
}

constexpr std::array kRows{
    Setting{.key = "pgmahout_cluster_name",
            .scope = Scope::cluster,
            .type = TextType{&form::kClusterName,
                             [](Target& t, std::string v) { t.cluster->name = std::move(v); }},
            .default_text = "pgmahout",
            .doc = "Name of the cluster in messages and in the nodes' own description. One cluster "
                   "needs no name of its own."},
    Setting{.key = "pgmahout_network",
            .scope = Scope::cluster,
            .type = TextType{&form::kNetwork, set_network},
            .doc = "The network of the nodes and of the virtual IP address. Who may connect, and "
                   "the prefix length of the virtual address, follow from it, so it cannot be "
                   "guessed.",
            .required = true},
    Setting{.key = "pgmahout_vip",
            .scope = Scope::cluster,
            .type = TextType{&form::kAddress,
                             [](Target& t, std::string v) { t.cluster->vip = std::move(v); }},
            .doc = "The virtual IP address that clients connect to; it follows the watchdog's "
                   "leader. A free address of the network: nobody but you knows one.",
            .required = true},
    Setting{
        .key = "pgmahout_vip_interface",
        .scope = Scope::cluster,
        .type = TextType{&form::kInterface,
                         [](Target& t, std::string v) { t.cluster->vip_interface = std::move(v); }},
        .default_text = "",
        .doc = "Network device that the virtual address is put on. Empty: on each node the "
               "device that holds the node's own address, for device names differ between "
               "machines."},
    Setting{.key = "pgmahout_repository",
            .scope = Scope::cluster,
            .type = ChoiceType{kRepositories,
                               [](Target& t, std::size_t v) {
                                 t.cluster->repository = static_cast<model::Repository>(v);
                               }},
            .default_text = "pgdg",
            .doc =
                "Where packages come from: the PostgreSQL project's own repositories (pgdg), the "
                "distribution, or whatever the hosts already have configured (none). pgdg is "
                "the default because distributions carry one major version each and old "
                "releases of Pgpool-II."},
    Setting{.key = "pgmahout_firewall",
            .scope = Scope::cluster,
            .type = ChoiceType{kFirewalls,
                               [](Target& t, std::size_t v) {
                                 t.cluster->firewall = std::string(kFirewalls.at(v));
                               }},
            .default_text = "auto",
            .doc = "Which firewall is opened for the cluster's ports. auto takes the one that runs "
                   "on the host and leaves a host without one alone."},
    Setting{
        .key = "pgmahout_known_hosts_file",
        .scope = Scope::cluster,
        .type =
            TextType{&form::kHomePath,
                     [](Target& t, std::string v) { t.cluster->known_hosts_file = std::move(v); }},
        .default_text = "~/.ssh/known_hosts",
        .doc = "Pinned SSH host keys on the controller. The default is the file that ssh itself "
               "uses, so that a host that you have logged in to is known."},
    Setting{.key = "pgmahout_failover_profile",
            .scope = Scope::cluster,
            .type = ChoiceType{kProfileNames,
                               [](Target& t, std::size_t v) {
                                 t.cluster->failover_profile =
                                     static_cast<model::FailoverProfile>(v);
                               }},
            .default_text = "balanced",
            .doc = "From which every timer is derived (see the table below). fast suits machines "
                   "that never pause; safe rides out live migrations and snapshots; balanced is "
                   "the default because a needless failover costs more than a few seconds."},
    Setting{.key = "pgmahout_allow_weak_passwords",
            .scope = Scope::cluster,
            .type = BooleanType{[](Target& t, bool v) { t.policy->allow_weak_passwords = v; }},
            .default_text = "false",
            .doc = "Accepts short and well-known passwords. For throw-away labs only: whoever "
                   "guesses the superuser's password owns the hosts."},
};

}  // namespace

std::span<const Setting> cluster_rows() { return kRows; }

}  // namespace pgmahout::settings
