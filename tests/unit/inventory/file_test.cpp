#include "inventory/file.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "inventory/fixture.hpp"

using pgmahout::inventory::read_file;
using pgmahout::inventory::test::TemporaryDirectory;

namespace {

std::string what(const std::filesystem::path& path) {
  const auto text = read_file(path);
  return text ? "" : text.error().what;
}

}  // namespace

TEST_CASE("a regular file is read, and nothing else is waited for") {
  const TemporaryDirectory directory;
  CHECK(read_file(directory.write("good", "text")).value() == "text");
  CHECK(read_file(directory.write("empty", "")).value().empty());
  CHECK(what(directory.path()).find("it is a directory") != std::string::npos);
  CHECK(what(directory.path() / "none").find("No such file") != std::string::npos);
  CHECK(what("/dev/zero").find("no regular file") != std::string::npos);
  const auto pipe = directory.path() / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(what(pipe).find("no regular file") != std::string::npos);
  const auto circle = directory.path() / "circle";
  std::filesystem::create_symlink(circle, circle);
  CHECK(what(circle).find("symbolic links") != std::string::npos);
}

TEST_CASE("a file beyond the limit is refused") {
  const TemporaryDirectory directory;
  const std::string most(pgmahout::inventory::kMaximumFileSize, ' ');
  CHECK(read_file(directory.write("most", most)).has_value());
  CHECK(what(directory.write("more", most + " ")).find("larger than 4 MiB") != std::string::npos);
}
