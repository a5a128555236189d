#include "model/error.hpp"

#include <doctest/doctest.h>

#include <set>

#include "model/exit_code.hpp"

using namespace pgmahout::model;

TEST_CASE("an error says where, who, what, while doing what and what next") {
  const Error error{.kind = ErrorKind::invalid,
                    .what = "the port is taken",
                    .node = "postgres2",
                    .command = "ss -ltn",
                    .hint = "choose another one",
                    .where = SourcePosition{"hosts.yml", 3, 7}};
  CHECK(to_string(error) ==
        "hosts.yml:3:7: [postgres2] the port is taken (while running: ss -ltn)\n"
        "  hint: choose another one");
  CHECK(to_string(Error{.what = "no"}) == "no");
}

TEST_CASE("every exit code stands once in the table, in ascending order") {
  int last = -1;
  for (const auto& row : exit_code_table()) {
    CHECK(to_int(row.code) > last);
    last = to_int(row.code);
  }
}

TEST_CASE("no kind of error ends with success") {
  std::set<int> codes;
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::internal); ++kind) {
    const auto code = exit_code(static_cast<ErrorKind>(kind));
    CHECK(code != ExitCode::ok);
    codes.insert(to_int(code));
  }
  CHECK(codes.size() == 8);
}
