#include "render/diff.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>

#include "text.hpp"

using pgmahout::render::unified_diff;

TEST_CASE("the same texts have no difference") {
  CHECK(unified_diff("a", "b", "x\n", "x\n") == "");
}

TEST_CASE("a difference as diff -u prints it") {
  CHECK(
      unified_diff("a/x", "b/x", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n") ==
      "--- a/x\n+++ b/x\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
  CHECK(unified_diff("a/x", "b/x", "", "1\n") == "--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+1\n");
  CHECK(unified_diff("a/x", "b/x", "1\n", "") == "--- a/x\n+++ b/x\n@@ -1 +0,0 @@\n-1\n");
  CHECK(unified_diff("a/x", "b/x", "1", "1\n") ==
        "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-1\n\\ No newline at end of file\n+1\n");
}

namespace {

namespace fs = std::filesystem;

}  // namespace

TEST_CASE("patch(1) makes the new text of the old one and the difference") {
  if (std::system("patch --version >/dev/null 2>&1") != 0) return;  // NOLINT(cert-env33-c)
  const auto top = fs::temp_directory_path() / "pgmahout-diff-test";
  fs::create_directories(top);
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same texts in every run
  for (int round = 0; round < 20; ++round) {
    std::string before;
    std::string after;
    for (int line = 0; line < 60; ++line) {
      const std::string text = std::to_string(random() % 9) + "\n";
      if (random() % 8 != 0) before += text;
      if (random() % 8 != 0) after += text;
    }
    std::ofstream(top / "x") << before;
    std::ofstream(top / "d") << unified_diff("x", "x", before, after);
    const std::string command = "cd " + top.string() + " && patch -s -p0 x d";
    if (before != after) REQUIRE(std::system(command.c_str()) == 0);  // NOLINT(cert-env33-c)
    REQUIRE(content_of(top / "x") == after);
  }
  fs::remove_all(top);
}
