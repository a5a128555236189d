#include "act/rendered_tree.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "ports/file_descriptor.hpp"
#include "ports/files.hpp"
#include "render/sample_cluster.hpp"
#include "temporary_directory.hpp"
#include "text.hpp"

using namespace pgmahout;
using test::TemporaryDirectory;
namespace fs = std::filesystem;

namespace {

mode_t mode_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 07777U;
}

std::vector<act::OutputFile> sample() {
  const auto cluster = test::sample_cluster();
  const auto hosts = render::render_hosts(cluster, "");
  return act::output_files(cluster, hosts.value()).value();
}

}  // namespace

TEST_CASE("output: what is written is there, for its owner alone, and is not written twice") {
  const TemporaryDirectory top;
  const auto files = sample();
  const auto written = act::write_output(top.path() / "deep/er", files);
  REQUIRE(written.has_value());
  CHECK(written->size() == files.size());
  for (const auto& file : files) {
    CHECK(content_of(top.path() / "deep/er" / file.path) == file.content);
    CHECK(mode_of(top.path() / "deep/er" / file.path) == 0600);
  }
  CHECK(mode_of(top.path() / "deep") == 0700);
  CHECK(mode_of(top.path() / "deep/er/postgres1/etc") == 0700);
  const auto again = act::write_output(top.path() / "deep/er", files);
  REQUIRE(again.has_value());
  CHECK(again->empty());
}

TEST_CASE("output: only what differs is written again") {
  const TemporaryDirectory top;
  auto files = sample();
  REQUIRE(act::write_output(top.path(), files).has_value());
  const auto untouched = fs::last_write_time(top.path() / files[1].path);
  files[0].content += "more\n";
  // A killed run's temporary file is in nobody's way.
  std::ofstream(top.path() / ".cluster.json.new") << "half";
  const auto written = act::write_output(top.path(), files);
  REQUIRE(written.has_value());
  CHECK(*written == std::vector<fs::path>{files[0].path});
  CHECK(content_of(top.path() / files[0].path) == files[0].content);
  CHECK(fs::last_write_time(top.path() / files[1].path) == untouched);
  for (const auto& entry : fs::recursive_directory_iterator(top.path()))
    CHECK(entry.path().extension() != ".new");
}

TEST_CASE("output: a failure leaves every old file as it was and no remains") {
  const TemporaryDirectory top;
  auto files = sample();
  REQUIRE(act::write_output(top.path(), files).has_value());
  const std::string before = content_of(top.path() / files[0].path);
  files[0].content += "more\n";
  // A directory where the last file shall be: its temporary file can be made, the read fails.
  fs::remove(top.path() / files.back().path);
  fs::create_directory(top.path() / files.back().path);
  const auto written = act::write_output(top.path(), files);
  REQUIRE_FALSE(written.has_value());
  CHECK(written.error().kind == model::ErrorKind::failed);
  CHECK(written.error().what.find("manifest.json") != std::string::npos);
  CHECK(content_of(top.path() / files[0].path) == before);
}

TEST_CASE("output: a full disk changes nothing") {
  const TemporaryDirectory top;
  fs::create_directories(top.path());
  std::ofstream(top.path() / "old") << "old\n";
  // The temporary file of the second is the device that is always full.
  REQUIRE(::symlink("/dev/full", (top.path() / ".second.new").c_str()) == 0);
  const auto done =
      ports::replace_files({{top.path() / "old", "new\n"}, {top.path() / "second", "text\n"}});
  REQUIRE_FALSE(done.has_value());
  CHECK(content_of(top.path() / "old") == "old\n");
  CHECK_FALSE(fs::exists(top.path() / ".old.new"));
}

TEST_CASE("output: two writers at once are refused") {
  const TemporaryDirectory top;
  const auto files = sample();
  REQUIRE(act::write_output(top.path(), files).has_value());
  const ports::FileDescriptor held(::open(top.path().c_str(), O_RDONLY | O_DIRECTORY));
  REQUIRE(::flock(held.get(), LOCK_EX) == 0);
  const auto written = act::write_output(top.path(), files);
  REQUIRE_FALSE(written.has_value());
  CHECK(written.error().kind == model::ErrorKind::refused);
}

TEST_CASE("output: a difference is printed, a secret is not") {
  const TemporaryDirectory top;
  auto files = sample();
  REQUIRE(act::write_output(top.path(), files).has_value());
  CHECK(act::diff_output(top.path(), files).value() == "");
  for (auto& file : files) {
    if (file.path == "postgres1/etc/pgpool2/pgpool.conf")
      file.content.replace(file.content.find("watchdog0key"), 12, "other0key");
    if (file.path == "postgres1/var/lib/postgresql/.pgpass") file.content += "more secrets\n";
    if (file.path == "postgres2/etc/pgpool2/pgpool.conf") file.content += "more = 1\n";
    if (file.path == "postgres2/etc/postgresql/15/main/postgresql.conf") file.content += "x = 1\n";
  }
  const auto text = act::diff_output(top.path(), files).value();
  CHECK(text.find("Secret file postgres1/etc/pgpool2/pgpool.conf differs\n") != text.npos);
  CHECK(text.find("Secret file postgres1/var/lib/postgresql/.pgpass differs\n") != text.npos);
  CHECK(text.find("+more = 1\n") != text.npos);
  CHECK(text.find("+x = 1\n") != text.npos);
  for (const char* secret : {"more secrets", "watchdog0key", "other0key", "super secret"})
    CHECK(text.find(secret) == text.npos);
}

TEST_CASE("output: a host that could leave the directory is refused") {
  for (const char* name : {"..", ".", "a/b", ""}) {
    auto cluster = test::sample_cluster();
    cluster.nodes[0].name = name;
    const auto hosts = render::render_hosts(cluster, "");
    REQUIRE(hosts.has_value());
    CHECK_FALSE(act::output_files(cluster, *hosts).has_value());
  }
}
