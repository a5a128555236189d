#include "observe/machine_probe.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <utility>

namespace pgmahout::observe {

namespace {

using model::MachineProbe;
using Value = std::string_view;

// More of one kind than any machine has: what is beyond is somebody's joke.
constexpr std::size_t kMostOfOneKind = 1000;

constexpr std::array<std::string_view, 3> kOrigins{"pgdg", "distribution", "none"};

// Says who it is and whether it may become root, then lets the script run as whoever that is.
constexpr std::string_view kBegin = R"sh(
printf 'user=%s\n' "$(id -un)"
if [ "$(id -u)" = 0 ]; then
  echo privilege=root
  exec sh -s -- "$@"
elif error=$(sudo -n true 2>&1 </dev/null); then
  echo privilege=sudo
  exec sudo -n sh -s -- "$@"
fi
printf 'privilege=refused\nsudo_error=%s\n' "$(printf %s "$error" | tr '\n' ' ')"
exec sh -s -- "$@"
)sh";

std::optional<std::int64_t> number_of(Value text) {
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// The text before the first blank, and what is behind it.
std::pair<std::string, std::string> two_words(Value text) {
  const auto blank = std::min(text.find(' '), text.size());
  const auto rest = std::min(text.find_first_not_of(' ', blank), text.size());
  return {std::string(text.substr(0, blank)), std::string(text.substr(rest))};
}

std::vector<std::string> words_of(Value text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    auto [word, rest] = two_words(text);
    if (!word.empty()) words.push_back(std::move(word));
    text.remove_prefix(text.size() - rest.size());
  }
  return words;
}

// ss(8): "tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:* users:(("sshd",pid=1,fd=3))".
void read_socket(MachineProbe& probe, Value line) {
  constexpr std::size_t kLocal = 4;
  const auto words = words_of(line);
  if (words.size() <= kLocal || probe.sockets.size() >= kMostOfOneKind) return;
  const std::string& local = words[kLocal];
  const auto colon = local.rfind(':');
  if (colon == std::string::npos) return;
  const auto port = number_of(Value(local).substr(colon + 1));
  if (!port || *port < 0 || *port > 65535) return;
  model::ListeningSocket socket{.protocol = words[0],
                                .address = local.substr(0, colon),
                                .port = static_cast<int>(*port),
                                .process = {}};
  std::erase_if(socket.address, [](char c) { return c == '[' || c == ']'; });
  constexpr Value kBefore = "users:((\"";
  if (const auto begin = line.find(kBefore); begin != Value::npos) {
    const Value rest = line.substr(begin + kBefore.size());
    socket.process = rest.substr(0, rest.find('"'));
  }
  probe.sockets.push_back(std::move(socket));
}

void read_address(MachineProbe& probe, Value value) {
  auto [device, address] = two_words(value);
  if (probe.addresses.size() < kMostOfOneKind && !address.empty())
    probe.addresses.push_back({std::move(device), std::move(address)});
}

void read_free(MachineProbe& probe, Value value) {
  constexpr std::int64_t kKibPerMib = 1024;
  const auto [size, path] = two_words(value);
  if (const auto kib = number_of(size); kib && probe.free_mb.size() < kMostOfOneKind)
    probe.free_mb.emplace(path, *kib / kKibPerMib);
}

void read_memory(MachineProbe& probe, Value value) {
  constexpr std::int64_t kKibPerMib = 1024;
  if (const auto kib = number_of(value)) probe.memory_mb = *kib / kKibPerMib;
}

void read_privilege(MachineProbe& probe, Value value) {
  if (value == "root") probe.privilege = model::Privilege::root;
  if (value == "sudo") probe.privilege = model::Privilege::sudo;
}

void read_data(MachineProbe& probe, Value value) {
  if (value == "none") probe.data = model::DataState::none;
  if (value == "foreign") probe.data = model::DataState::foreign;
  if (value == "cluster") probe.data = model::DataState::cluster;
}

void read_available(MachineProbe& probe, Value value) {
  auto [package, version] = two_words(value);
  if (probe.packages.available.size() >= kMostOfOneKind) return;
  auto& versions = probe.packages.available[std::move(package)];
  if (versions.size() < kMostOfOneKind && !version.empty()) versions.push_back(std::move(version));
}

void keep(std::vector<std::string>& list, Value value) {
  if (list.size() < kMostOfOneKind && !value.empty()) list.emplace_back(value);
}

void keep(std::map<std::string, std::string>& map, Value value) {
  auto [name, rest] = two_words(value);
  if (map.size() < kMostOfOneKind && !name.empty()) map.emplace(std::move(name), std::move(rest));
}

// Of several lines the first counts.
void keep(std::string& text, Value value) {
  if (text.empty()) text = value;
}

using AnswerReader = void (*)(MachineProbe&, Value);
struct AnswerKey {
  std::string_view name;
  AnswerReader read;
};

constexpr std::array kAnswerKeys{
    AnswerKey{"user", [](MachineProbe& p, Value v) { keep(p.user, v); }},
    AnswerKey{"privilege", &read_privilege},
    AnswerKey{"sudo_error", [](MachineProbe& p, Value v) { keep(p.sudo_error, v); }},
    AnswerKey{"clock_ms", [](MachineProbe& p, Value v) { p.clock_offset_ms = number_of(v); }},
    AnswerKey{"os_id", [](MachineProbe& p, Value v) { keep(p.os_id, v); }},
    AnswerKey{"os_version", [](MachineProbe& p, Value v) { keep(p.os_version, v); }},
    AnswerKey{"os_name", [](MachineProbe& p, Value v) { keep(p.os_name, v); }},
    AnswerKey{"architecture", [](MachineProbe& p, Value v) { keep(p.architecture, v); }},
    AnswerKey{"init", [](MachineProbe& p, Value v) { keep(p.init, v); }},
    AnswerKey{"container", [](MachineProbe& p, Value v) { p.container = v == "yes"; }},
    AnswerKey{"machine_id", [](MachineProbe& p, Value v) { keep(p.machine_id, v); }},
    AnswerKey{"host_name", [](MachineProbe& p, Value v) { keep(p.host_name, v); }},
    AnswerKey{"resolves", [](MachineProbe& p, Value v) { p.host_name_resolves = v == "yes"; }},
    AnswerKey{"python", [](MachineProbe& p, Value v) { keep(p.python, v); }},
    AnswerKey{"memory_kb", &read_memory},
    AnswerKey{"address", &read_address},
    AnswerKey{"sockets", [](MachineProbe& p, Value v) { p.sockets_known = v == "known"; }},
    AnswerKey{"socket", &read_socket},
    AnswerKey{"free_kb", &read_free},
    AnswerKey{"data", &read_data},
    AnswerKey{"identifier", [](MachineProbe& p, Value v) { keep(p.system_identifier, v); }},
    AnswerKey{"time", [](MachineProbe& p, Value v) { keep(p.time_services, v); }},
    AnswerKey{"remove_ipc", [](MachineProbe& p, Value v) { keep(p.remove_ipc, v); }},
    AnswerKey{"manager", [](MachineProbe& p, Value v) { keep(p.packages.manager, v); }},
    AnswerKey{"half", [](MachineProbe& p, Value v) { keep(p.packages.half_installed, v); }},
    AnswerKey{"lock", [](MachineProbe& p, Value v) { keep(p.packages.locked_by, v); }},
    AnswerKey{"installed", [](MachineProbe& p, Value v) { keep(p.packages.installed, v); }},
    AnswerKey{"available", &read_available},
    AnswerKey{"source_error", [](MachineProbe& p, Value v) { keep(p.packages.source_error, v); }},
    AnswerKey{"upgrades",
              [](MachineProbe& p, Value v) { p.packages.upgrades_itself = v == "yes"; }},
    AnswerKey{"peer", [](MachineProbe& p, Value v) { keep(p.peers, v); }},
    AnswerKey{"vip_lladdr", [](MachineProbe& p, Value v) { keep(p.vip_answered_by, v); }},
};

void read_line(MachineProbe& probe, Value line) {
  const auto equals = line.find('=');
  if (equals == Value::npos) return;
  const auto key = std::ranges::find(kAnswerKeys, line.substr(0, equals), &AnswerKey::name);
  if (key != kAnswerKeys.end()) key->read(probe, line.substr(equals + 1));
}

}  // namespace

ports::Command machine_question(const model::Cluster& cluster, const model::Node& node) {
  std::vector<std::string> argv{
      "sh",
      "-c",
      std::string(kBegin),
      "machine",
      cluster.vip,
      std::to_string(cluster.pgpool.port),
      cluster.postgresql.data_directory,
      cluster.postgresql.archive_directory,
      std::to_string(cluster.postgresql.version.major_number),
      std::string(kOrigins.at(static_cast<std::size_t>(cluster.repository)))};
  for (const auto& other : cluster.nodes)
    if (other.name != node.name)
      argv.push_back(other.address + ":" + std::to_string(other.ssh_port));
  return {.argv = std::move(argv), .input = std::string(machine_script())};
}

MachineProbe read_machine_probe(std::string_view output) {
  MachineProbe probe;
  while (!output.empty()) {
    const auto end = std::min(output.find('\n'), output.size());
    read_line(probe, output.substr(0, end));
    output.remove_prefix(std::min(end + 1, output.size()));
  }
  return probe;
}

// A clock is compared with ours at the moment at which its line comes, not when all has been asked.
model::Result<MachineProbe> ask_machine(ports::Shell& shell, const ports::Target& target,
                                        const ports::Command& question,
                                        const ports::Deadline& deadline) {
  ports::Command command = question;
  std::int64_t here_ms = 0;
  command.on_output_line = [&](std::string_view line) {
    if (line.starts_with("clock_ms="))
      here_ms =
          std::chrono::duration_cast<ports::Duration>(deadline.clock().now().time_since_epoch())
              .count();
  };
  const auto answer = ports::expect_success(shell.run(target, command, deadline), target, command);
  if (!answer) {
    auto error = answer.error();
    error.command.clear();  // the whole script: nobody can read it
    return std::unexpected(std::move(error));
  }
  MachineProbe probe = read_machine_probe(answer->output);
  if (probe.clock_offset_ms) *probe.clock_offset_ms -= here_ms;
  return probe;
}

}  // namespace pgmahout::observe
