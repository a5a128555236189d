#include "act/bundle.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "ports/machine_shell.hpp"
#include "temporary_directory.hpp"
#include "text.hpp"

using namespace pgmahout;

namespace {

struct Packer {
  test::TemporaryDirectory directory;
  ports::SystemClock clock;
  ports::MachineShell shell;
  ports::Deadline deadline{clock, std::chrono::seconds(20)};

  model::Result<void> pack(const std::vector<act::BundleFile>& files,
                           const std::vector<model::Secret>& secrets = {}) {
    return act::write_bundle(shell, directory / "b.tar.gz", files, secrets, deadline);
  }
  std::string tar(const std::vector<std::string>& words) {
    ports::Command command{.argv = {"tar", "--file", (directory / "b.tar.gz").string()}};
    command.argv.insert(command.argv.end(), words.begin(), words.end());
    const auto done = shell.run({}, command, deadline);
    REQUIRE(done);
    return done->output;
  }
  [[nodiscard]] long count_of_entries() const {
    return std::distance(std::filesystem::directory_iterator(directory.path()), {});
  }
};

}  // namespace

TEST_CASE("a bundle has every file, is its owner's alone, and nothing else is left") {
  Packer packer;
  REQUIRE(packer.pack({{"status.json", "{}"}, {"nodes/n0/files/etc/x", "y"}}));
  const auto list = packer.tar({"--list", "--gzip"});
  CHECK(contains(list, "pgmahout-diagnosis/status.json\n"));
  CHECK(contains(list, "pgmahout-diagnosis/nodes/n0/files/etc/x\n"));
  struct stat info {};
  REQUIRE(stat((packer.directory / "b.tar.gz").c_str(), &info) == 0);
  CHECK((info.st_mode & 07777U) == 0600);
  CHECK(packer.count_of_entries() == 1);
}

TEST_CASE("no known secret is in a bundle") {
  Packer packer;
  REQUIRE(packer.pack({{"a", "x canary-1 y"}, {"b", R"({"k":"q\"canary"})"}},
                      {model::Secret("canary-1"), model::Secret("q\"canary")}));
  const auto text = packer.tar({"--extract", "--gzip", "--to-stdout"});
  CHECK_FALSE(contains(text, "canary"));
  CHECK(contains(text, "x [removed] y"));
}

TEST_CASE("a bundle is never written over another file") {
  Packer packer;
  packer.directory.write("b.tar.gz", "mine");
  const auto done = packer.pack({{"a", "x"}});
  REQUIRE_FALSE(done);
  CHECK(done.error().kind == model::ErrorKind::refused);
  CHECK(content_of(packer.directory / "b.tar.gz") == "mine");
  CHECK(packer.count_of_entries() == 1);
}

TEST_CASE("no path of a node leads out of a bundle") {
  Packer packer;
  REQUIRE(packer.pack({{"../evil", "x"}, {"/evil", "x"}, {"a/../../evil", "x"}, {"good", "x"}}));
  CHECK_FALSE(contains(packer.tar({"--list", "--gzip"}), "evil"));
  CHECK(packer.count_of_entries() == 1);
}

TEST_CASE("a bundle that was not finished in time is not there at all") {
  Packer packer;
  const ports::Deadline over(packer.clock, ports::Duration{0});
  CHECK_FALSE(
      act::write_bundle(packer.shell, packer.directory / "b.tar.gz", {{"a", "x"}}, {}, over));
  CHECK(packer.count_of_entries() == 0);
}
