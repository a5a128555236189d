#include "act/init/place.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "temporary_directory.hpp"
#include "text.hpp"

using namespace pgmahout;
namespace fs = std::filesystem;
using pgmahout::test::TemporaryDirectory;

namespace {

std::vector<inventory::NewFile> two_files() {
  return {{"hosts.yml", "---\n"}, {"group_vars/postgres/vault", "secret\n", true}};
}

model::Errors no_objection(const fs::path& /*written*/) { return {}; }

unsigned int mode_bits(const fs::path& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0U;
}

model::ErrorKind kind_of_no_place(const fs::path& directory) {
  const auto place = act::free_place(directory);
  return place ? model::ErrorKind::internal : place.error().kind;
}

std::size_t entries(const fs::path& directory) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(directory), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("a place is free when there is nothing, or an empty directory") {
  const TemporaryDirectory directory;
  CHECK(act::free_place(directory / "mine").value() == directory / "mine");
  CHECK(act::free_place(directory / "mine/").value() == directory / "mine");
  fs::create_directory(directory / "empty");
  CHECK(act::free_place(directory / "empty/").value() == directory / "empty");
  fs::create_directory_symlink(directory / "empty", directory / "link");
  CHECK(act::free_place(directory / "link").value() == directory / "empty");
}

TEST_CASE("whatever is there is refused") {
  const TemporaryDirectory directory;
  directory.write("full/.hidden", "");
  directory.write("file", "");
  fs::create_symlink(directory / "nowhere", directory / "dangling");
  CHECK(kind_of_no_place(directory / "full") == model::ErrorKind::refused);
  CHECK(kind_of_no_place(directory / "file") == model::ErrorKind::refused);
  CHECK(kind_of_no_place(directory / "dangling") == model::ErrorKind::refused);
  CHECK(kind_of_no_place("/") == model::ErrorKind::refused);
  CHECK(kind_of_no_place(".") == model::ErrorKind::refused);
  CHECK(kind_of_no_place(directory / "no/such") == model::ErrorKind::failed);
  CHECK(kind_of_no_place(directory / "a,b") == model::ErrorKind::usage);
  CHECK(kind_of_no_place("") == model::ErrorKind::usage);
}

TEST_CASE("all files are in place with their modes, and nothing else") {
  const TemporaryDirectory directory;
  const fs::path target = directory / "mine";
  fs::path seen;
  const auto check = [&](const fs::path& written) {
    seen = written;
    CHECK(mode_bits(written.parent_path()) == 0700);
    CHECK(content_of(written / "hosts.yml") == "---\n");
    CHECK_FALSE(fs::exists(target));
    return model::Errors{};
  };
  REQUIRE(act::place({target, two_files(), check, {}}));
  CHECK(seen.parent_path().parent_path() == directory.path());
  CHECK(content_of(target / "group_vars/postgres/vault") == "secret\n");
  CHECK(mode_bits(target / "group_vars/postgres/vault") == 0600);
  CHECK((mode_bits(target / "hosts.yml") & 0600U) == 0600);
  CHECK(entries(directory.path()) == 1);
}

TEST_CASE("an empty directory is replaced and keeps its mode") {
  const TemporaryDirectory directory;
  fs::create_directory(directory / "mine");
  fs::permissions(directory / "mine", fs::perms{0750});
  REQUIRE(act::place({directory / "mine", two_files(), no_objection, {}}));
  CHECK(mode_bits(directory / "mine") == 0750);
  CHECK(fs::exists(directory / "mine/hosts.yml"));
}

TEST_CASE("files that do not pass the check leave nothing") {
  const TemporaryDirectory directory;
  const auto check = [](const fs::path& /*written*/) {
    return model::Errors{{.kind = model::ErrorKind::invalid, .what = "no"}};
  };
  const auto placed = act::place({directory / "mine", two_files(), check, {}});
  REQUIRE_FALSE(placed);
  CHECK(placed.error().front().what == "no");
  CHECK(entries(directory.path()) == 0);
}

TEST_CASE("a signal leaves nothing, whether it comes before or during the check") {
  const TemporaryDirectory directory;
  std::stop_source stop;
  const auto check = [&](const fs::path& /*written*/) {
    stop.request_stop();
    return model::Errors{};
  };
  for (int time = 0; time < 2; ++time) {
    const auto placed = act::place({directory / "mine", two_files(), check, stop.get_token()});
    REQUIRE_FALSE(placed);
    CHECK(placed.error().front().kind == model::ErrorKind::interrupted);
    CHECK(entries(directory.path()) == 0);
  }
}

TEST_CASE("what came into the place meanwhile is not touched") {
  const TemporaryDirectory directory;
  const auto check = [&](const fs::path& /*written*/) {
    directory.write("mine/other", "theirs\n");
    return model::Errors{};
  };
  const auto placed = act::place({directory / "mine", two_files(), check, {}});
  REQUIRE_FALSE(placed);
  CHECK(placed.error().front().kind == model::ErrorKind::refused);
  CHECK(content_of(directory / "mine/other") == "theirs\n");
  CHECK(entries(directory.path()) == 1);
}

TEST_CASE("files that cannot be written leave nothing") {
  const TemporaryDirectory directory;
  auto files = two_files();
  files.push_back({"hosts.yml/below_a_file", ""});
  const auto placed = act::place({directory / "mine", files, no_objection, {}});
  REQUIRE_FALSE(placed);
  CHECK(placed.error().front().kind == model::ErrorKind::failed);
  CHECK(entries(directory.path()) == 0);
  CHECK_FALSE(act::place({directory / "no/mine", two_files(), no_objection, {}}));
}
