#include "act/bootstrap/password.hpp"

#include <filesystem>

#include "ports/files.hpp"

namespace pgmahout::act {

namespace fs = std::filesystem;

model::Result<model::Secret> read_password_file(const fs::path& file) {
  constexpr auto kOthers = fs::perms::group_all | fs::perms::others_all;
  std::error_code failure;
  const auto status = fs::status(file, failure);
  if (!failure && fs::exists(status) && (status.permissions() & kOthers) != fs::perms::none)
    return std::unexpected(
        model::Error{.kind = model::ErrorKind::refused,
                     .what = "others may read the password file " + file.string(),
                     .hint = "chmod 0600 " + file.string()});
  const auto text = ports::read_file(file);
  if (!text)
    return std::unexpected(
        model::Error{.kind = model::ErrorKind::invalid, .what = text.error().what});
  std::string line = text->substr(0, text->find('\n'));
  if (line.ends_with('\r')) line.pop_back();
  if (!line.empty()) return model::Secret(std::move(line));
  return std::unexpected(
      model::Error{.kind = model::ErrorKind::invalid,
                   .what = "the first line of the password file " + file.string() + " is empty"});
}

}  // namespace pgmahout::act
