#include "ports/store.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <filesystem>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "temporary_directory.hpp"

using namespace pgmahout;

namespace {

// Beyond this size write(2) writes the part that still fits and calls it done (setrlimit(2)).
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallDisk() { setrlimit(RLIMIT_FSIZE, &before_); }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

 private:
  rlimit before_{};
};

}  // namespace

TEST_CASE("an exchange tells what it replaced") {
  const pgmahout::test::TemporaryDirectory directory;
  ports::FileStore store(directory.path());
  const auto first = store.exchange("fence.json", "one");
  REQUIRE(first);
  CHECK_FALSE(first->has_value());
  const auto second = store.exchange("fence.json", "two");
  REQUIRE(second);
  CHECK(second->value_or("") == "one");
  CHECK(store.read("fence.json")->value_or("") == "two");
}

TEST_CASE("of several exchanges at once each is told of another's record, and one of none") {
  constexpr int kAtOnce = 8;
  const pgmahout::test::TemporaryDirectory directory;
  std::vector<std::string> replaced(kAtOnce);
  {
    std::vector<std::jthread> all;
    for (std::size_t index = 0; index < kAtOnce; ++index)
      all.emplace_back([&, index] {
        ports::FileStore store(directory.path());
        const auto before = store.exchange("fence.json", std::to_string(index));
        replaced.at(index) = before ? before->value_or("nothing") : "failed";
      });
  }
  const std::set<std::string> different(replaced.begin(), replaced.end());
  CHECK(different.size() == kAtOnce);
  CHECK(different.contains("nothing"));
  CHECK_FALSE(different.contains("failed"));
}

TEST_CASE("an exchange that cannot be written leaves what was there") {
  const pgmahout::test::TemporaryDirectory directory;
  ports::FileStore store(directory.path() / "missing");
  CHECK_FALSE(store.exchange("fence.json", "one"));
  // A directory in its place can be neither read nor replaced.
  std::filesystem::create_directories(directory.path() / "fence.json" / "inside");
  ports::FileStore blocked(directory.path());
  CHECK_FALSE(blocked.exchange("fence.json", "one"));
  CHECK(std::filesystem::exists(directory.path() / "fence.json" / "inside"));
}

TEST_CASE("a record is replaced only as long as it is the one that was read") {
  const pgmahout::test::TemporaryDirectory directory;
  ports::FileStore store(directory.path());
  CHECK(store.replace_if("fence.json", "one", "two").value_or(true) == false);
  CHECK_FALSE(store.read("fence.json")->has_value());
  REQUIRE(store.exchange("fence.json", "one"));
  CHECK(store.replace_if("fence.json", "another", "two").value_or(true) == false);
  CHECK(store.replace_if("fence.json", "one", "two").value_or(false));
  CHECK(store.read("fence.json")->value_or("") == "two");
  ports::FileStore missing(directory.path() / "missing");
  CHECK_FALSE(missing.replace_if("fence.json", "one", "two").has_value());
}

TEST_CASE("a record is removed only as long as it is the one that was read") {
  const pgmahout::test::TemporaryDirectory directory;
  ports::FileStore store(directory.path());
  REQUIRE(store.exchange("fence.json", "one"));
  CHECK(store.remove_if("fence.json", "another").value_or(true) == false);
  CHECK(store.read("fence.json")->value_or("") == "one");
  CHECK(store.remove_if("fence.json", "one").value_or(false));
  CHECK_FALSE(store.read("fence.json")->has_value());
  CHECK(store.remove_if("fence.json", "one").value_or(false));
  ports::FileStore missing(directory.path() / "missing");
  CHECK_FALSE(missing.remove_if("fence.json", "one").has_value());
}

TEST_CASE("a line that a crash cut off takes no other with it") {
  const pgmahout::test::TemporaryDirectory directory;
  ports::FileStore store(directory.path());
  REQUIRE(store.append("journal.jsonl", "{1}"));
  REQUIRE(store.write("journal.jsonl", "{1}\n{2"));
  REQUIRE(store.append("journal.jsonl", "{3}"));
  REQUIRE(store.append("journal.jsonl", "{4}"));
  CHECK(store.read("journal.jsonl")->value_or("") == "{1}\n{2\n{3}\n{4}\n");
}

TEST_CASE("a line that fits in part only is a failure that says why, and hides no later line") {
  const pgmahout::test::TemporaryDirectory directory;
  ports::FileStore store(directory.path());
  {
    const SmallDisk disk(4);
    const auto done = store.append("journal.jsonl", "{1234}");
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().what.find("No space left on device") != std::string::npos);
  }
  REQUIRE(store.append("journal.jsonl", "{5}"));
  CHECK(store.read("journal.jsonl")->value_or("") == "{123\n{5}\n");
}
