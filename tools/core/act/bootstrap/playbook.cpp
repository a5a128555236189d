#include "act/bootstrap/playbook.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "act/bootstrap/run_log.hpp"
#include "inventory/home.hpp"
#include "model/json.hpp"
#include "observe/playbook_event.hpp"
#include "observe/sha256.hpp"
#include "ports/files.hpp"
#include "ports/process.hpp"

namespace pgmahout::act {

namespace {

namespace fs = std::filesystem;

constexpr const char* kInstalled = "/usr/share/pgmahout/site.yml";
// Longer than the last task of a run may take after it was told to stop.
constexpr ports::Duration kToEnd{60000};

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

fs::path times_file(const PlaybookTask& task) { return task.state / "times.json"; }

PlayTimes read_times(const PlaybookTask& task) {
  PlayTimes times;
  const auto text = ports::read_file(times_file(task));
  const auto json = text ? model::parse_json(*text) : nlohmann::json();
  if (!json.is_object()) return times;
  for (const auto& [play, took] : json.items())
    if (const auto ms = model::exactly<std::int64_t>(took); ms && *ms >= 0) times[play] = *ms;
  return times;
}

// They only serve a guess: where they cannot be kept there is none next time.
void keep_times(const PlaybookTask& task, const PlayTimes& times) {
  [[maybe_unused]] const auto kept =
      ports::write_file(times_file(task), model::to_line(nlohmann::json(times)));
}

// One of Ansible's words: it splits the variable as a shell would, and ssh takes a file's name with
// blanks in double quotes.
std::string trust_option(const std::string& known_hosts_file) {
  const std::vector<std::string> words{"-o", "UserKnownHostsFile=\"" + known_hosts_file + "\""};
  return ports::quote(words);
}

// Progress comes from a callback plugin of our own, not from the text of the default one: a task's
// name, a message with line breaks or another version of Ansible cannot be mistaken for an event,
// and the default callback's text stays whole for the log.
std::map<std::string, std::string> environment_for(const PlaybookTask& task) {
  const fs::path root = task.playbook.parent_path();
  std::map<std::string, std::string> set{
      {"ANSIBLE_CALLBACK_PLUGINS", (root / "callback_plugins").string()},
      {"ANSIBLE_CALLBACKS_ENABLED", "pgmahout_progress"},
      {"ANSIBLE_STDOUT_CALLBACK", "default"},
      {"ANSIBLE_NOCOLOR", "1"},
      {"ANSIBLE_FORCE_COLOR", "0"},
      {"PYTHONUNBUFFERED", "1"}};
  if (variable("ANSIBLE_CONFIG").empty() && fs::exists(root / "ansible.cfg"))
    set["ANSIBLE_CONFIG"] = (root / "ansible.cfg").string();
  if (task.vault_password_file)
    set["ANSIBLE_VAULT_PASSWORD_FILE"] = task.vault_password_file->string();
  // Behind what the user has said, for ssh takes the first value that it is given.
  const std::string theirs = variable("ANSIBLE_SSH_COMMON_ARGS");
  set["ANSIBLE_SSH_COMMON_ARGS"] =
      theirs + (theirs.empty() ? "" : " ") + trust_option(task.known_hosts_file);
  return set;
}

ports::Command ansible_playbook(const PlaybookTask& task) {
  ports::Command command{
      .argv = {"ansible-playbook", "-i", task.inventory.string(), task.playbook.string()},
      .environment = environment_for(task),
      .output_limit = 0,
      .to_end = kToEnd};
  if (task.check) command.argv.insert(command.argv.end(), {"--check", "--diff"});
  return command;
}

/// Follows one run: its log, how far it is, and what each play took.
class Follower {
 public:
  Follower(RunLog& log, PlayTimes before, const ports::Clock& clock,
           const OnPlaybookProgress& on_progress)
      : log_(log),
        before_(std::move(before)),
        clock_(clock),
        on_progress_(on_progress),
        begun_(clock.now()),
        play_begun_(begun_) {}

  void hear(std::string_view line) {
    if (!observe::is_playbook_event(line)) return log_.add(line);
    const std::size_t plays = progress_.begun;
    const std::string play = progress_.play;
    observe::read_playbook_event(line, progress_);
    if (progress_.begun != plays) end_play(play);
    on_progress_(progress_, since(begun_), time_left(progress_, before_, since(play_begun_)));
  }
  [[nodiscard]] std::int64_t took_ms() const { return since(begun_); }
  [[nodiscard]] const model::PlaybookProgress& progress() const { return progress_; }
  [[nodiscard]] const PlayTimes& times() {
    end_play(progress_.play);
    return took_;
  }

 private:
  [[nodiscard]] std::int64_t since(ports::TimePoint moment) const {
    return std::chrono::duration_cast<ports::Duration>(clock_.now() - moment).count();
  }
  void end_play(const std::string& play) {
    if (!play.empty()) took_[play] = since(play_begun_);
    play_begun_ = clock_.now();
  }

  RunLog& log_;
  PlayTimes before_;
  const ports::Clock& clock_;
  const OnPlaybookProgress& on_progress_;
  ports::TimePoint begun_;
  ports::TimePoint play_begun_;
  PlayTimes took_;
  model::PlaybookProgress progress_;
};

}  // namespace

model::Result<fs::path> find_playbook(const fs::path& given, const fs::path& inventory) {
  std::error_code failure;
  if (!given.empty()) {
    if (fs::is_regular_file(given, failure)) return fs::absolute(given);
    return std::unexpected(model::Error{.kind = model::ErrorKind::usage,
                                        .what = "there is no playbook " + given.string()});
  }
  std::vector<fs::path> candidates;
  for (fs::path folder = fs::weakly_canonical(inventory, failure); folder.has_relative_path();
       folder = folder.parent_path())
    candidates.push_back(folder / "site.yml");
  candidates.push_back(fs::current_path(failure) / "site.yml");
  candidates.emplace_back(kInstalled);
  const auto found = std::ranges::find_if(candidates, [&](const fs::path& each) {
    return fs::is_regular_file(each, failure) && fs::exists(each.parent_path() / "roles", failure);
  });
  if (found != candidates.end()) return *found;
  return std::unexpected(
      model::Error{.kind = model::ErrorKind::usage,
                   .what = "no site.yml with its roles was found: not beside the inventory or "
                           "above it, not in the working directory, not at " +
                           std::string(kInstalled),
                   .hint = "run it in pgmahout's own directory, or name it with --playbook"});
}

fs::path state_folder(const fs::path& inventory) {
  constexpr std::size_t kEnough = 12;
  const std::string named = variable("XDG_STATE_HOME");
  const fs::path root = named.empty() ? inventory::expand_home("~/.local/state") : fs::path(named);
  std::error_code failure;
  fs::path real = fs::weakly_canonical(fs::absolute(inventory, failure), failure);
  if (!real.has_filename()) real = real.parent_path();
  return root / "pgmahout" /
         (real.filename().string() + "-" + observe::sha256(real.string()).substr(0, kEnough));
}

std::optional<std::int64_t> time_left(const model::PlaybookProgress& progress,
                                      const PlayTimes& before, std::int64_t play_took_ms) {
  if (progress.begun == 0 || progress.begun > progress.plays.size()) return std::nullopt;
  const auto took_before = [&](const std::string& play) {
    const auto found = before.find(play);
    return found == before.end() ? std::int64_t{-1} : found->second;
  };
  std::int64_t left = 0;
  for (std::size_t index = progress.begun; index < progress.plays.size(); ++index) {
    const auto each = took_before(progress.plays[index]);
    if (each < 0) return std::nullopt;
    left += each;
  }
  const auto now = took_before(progress.plays[progress.begun - 1]);
  if (now < 0) return std::nullopt;
  return left + std::max<std::int64_t>(0, now - play_took_ms);
}

model::Result<model::PlaybookRun> run_playbook(ports::Shell& shell, const PlaybookTask& task,
                                               const ports::Deadline& deadline,
                                               const OnPlaybookProgress& on_progress) {
  // Two at once would undo each other's work.
  if (const auto made = ports::make_directories(task.state); !made)
    return std::unexpected(made.error());
  const auto alone =
      ports::lock_file((task.state / "lock").string(), "bootstrap of this inventory");
  if (!alone) return std::unexpected(alone.error());
  auto log = RunLog::make(task.state);
  if (!log) return std::unexpected(log.error());
  Follower follower(*log, read_times(task), deadline.clock(), on_progress);
  auto command = ansible_playbook(task);
  command.on_output_line =
      command.on_error_line = [&](std::string_view line) { follower.hear(line); };
  const auto done = shell.run({}, command, deadline);
  if (!done && done.error().kind == model::ErrorKind::failed) return std::unexpected(done.error());
  const bool well = done && done->exit_status == 0;
  if (well && !task.check) keep_times(task, follower.times());
  const auto& progress = follower.progress();
  return model::PlaybookRun{.exit_status = done ? done->exit_status : -1,
                            .interrupted = deadline.stopped(),
                            .log = log->path().string(),
                            .took_ms = follower.took_ms(),
                            .recap = progress.recap,
                            .changed = progress.changed,
                            .failures = progress.failures};
}

}  // namespace pgmahout::act
