#include "act/bootstrap/key_pair.hpp"

#include "ports/files.hpp"

namespace pgmahout::act {

namespace {

namespace fs = std::filesystem;

model::Result<std::string> ssh_keygen(ports::Shell& shell, std::vector<std::string> arguments,
                                      const ports::Deadline& deadline) {
  constexpr ports::Duration kPatience{20000};
  const ports::Target here{};
  ports::Command command{.argv = {"ssh-keygen"}};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  const auto done =
      ports::expect_success(shell.run(here, command, deadline.within(kPatience)), here, command);
  if (!done) return std::unexpected(done.error());
  return done->output.substr(0, done->output.find('\n'));
}

// Under another name, which becomes the key's when both halves are whole.
model::Result<void> make_key(ports::Shell& shell, const fs::path& file,
                             const ports::Deadline& deadline) {
  if (const auto made = ports::make_directories(file.parent_path()); !made) return made;
  const fs::path draft = file.parent_path() / ("." + file.filename().string() + ".new");
  for (const char* half : {"", ".pub"})
    if (auto gone = ports::remove_tree(draft.string() + half); !gone) return gone;
  const auto done = ssh_keygen(
      shell, {"-q", "-t", "ed25519", "-N", "", "-C", "pgmahout", "-f", draft.string()}, deadline);
  if (!done) return std::unexpected(done.error());
  std::error_code failure;
  fs::rename(draft.string() + ".pub", file.string() + ".pub", failure);
  if (!failure) fs::rename(draft, file, failure);
  if (!failure) return ports::sync_directory(file.parent_path());
  return std::unexpected(model::Error{
      .kind = model::ErrorKind::failed,
      .what = "cannot rename the new key to " + file.string() + ": " + failure.message()});
}

}  // namespace

// The private half is asked, for a public one beside it may be another key's.
model::Result<std::string> ensure_key_pair(ports::Shell& shell, const fs::path& file,
                                           const ports::Deadline& deadline) {
  std::error_code failure;
  if (!fs::exists(file, failure))
    if (const auto made = make_key(shell, file, deadline); !made)
      return std::unexpected(made.error());
  auto line = ssh_keygen(shell, {"-y", "-P", "", "-f", file.string()}, deadline);
  if (!line && line.error().kind == model::ErrorKind::failed)
    line.error().hint =
        "the key must be yours alone (mode 0600) and have no passphrase; with an "
        "SSH agent put its public half into ~/.ssh/authorized_keys there yourself";
  return line;
}

}  // namespace pgmahout::act
