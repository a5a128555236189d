#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "model/playbook_progress.hpp"
#include "ports/shell.hpp"

namespace pgmahout::act {

/// Which playbook runs, and how.
struct PlaybookTask {
  std::filesystem::path playbook;  ///< site.yml
  std::filesystem::path inventory;
  std::filesystem::path state;  ///< folder for logs and times; made if need be
  std::optional<std::filesystem::path> vault_password_file;
  std::string known_hosts_file;
  bool check = false;  ///< --check --diff: changes nothing
};

/// Milliseconds that each play took when it last ran to its end, by name.
using PlayTimes = std::map<std::string, std::int64_t>;

/// Who hears how far it is, with how long it has run and how long it may still take
/// (milliseconds; nothing: it never ran before).
using OnPlaybookProgress = std::function<void(const model::PlaybookProgress&, std::int64_t took_ms,
                                              std::optional<std::int64_t> left_ms)>;

/// The site.yml of the command line, else the one beside the inventory or in a folder above it, in
/// the working directory, or installed. An error of kind usage names where it was looked for.
[[nodiscard]] model::Result<std::filesystem::path> find_playbook(
    const std::filesystem::path& given, const std::filesystem::path& inventory);

/// The folder for what is kept of an inventory: below $XDG_STATE_HOME, else ~/.local/state.
[[nodiscard]] std::filesystem::path state_folder(const std::filesystem::path& inventory);

/// Runs it to its end. What it says goes into a log of its own (mode 0600, the last ten are kept).
/// Told to stop, it passes SIGINT on and waits until Ansible has ended. Errors: another one is at
/// work for that inventory (refused), Ansible could not be started, or the log not be written.
[[nodiscard]] model::Result<model::PlaybookRun> run_playbook(ports::Shell& shell,
                                                             const PlaybookTask& task,
                                                             const ports::Deadline& deadline,
                                                             const OnPlaybookProgress& on_progress);

/// What is left of a run, by what each play took before; nothing when too little is known.
[[nodiscard]] std::optional<std::int64_t> time_left(const model::PlaybookProgress& progress,
                                                    const PlayTimes& before,
                                                    std::int64_t play_took_ms);

}  // namespace pgmahout::act
