#include "inventory/host_pattern.hpp"

#include <doctest/doctest.h>

using pgmahout::inventory::expand_pattern;
using Names = std::vector<std::string>;

TEST_CASE("ranges are expanded") {
  CHECK(expand_pattern("db").value().names == Names{"db"});
  CHECK(expand_pattern("db[1:3]").value().names == Names{"db1", "db2", "db3"});
  CHECK(expand_pattern("[01:10:4]x").value().names == Names{"01x", "05x", "09x"});
  CHECK(expand_pattern("n[a:b][1:2]").value().names == Names{"na1", "na2", "nb1", "nb2"});
}

TEST_CASE("a port is split off, an address is left whole") {
  const auto with_port = expand_pattern("db[1:2]:2222").value();
  CHECK(with_port.names == Names{"db1", "db2"});
  CHECK(with_port.port == 2222);
  CHECK_FALSE(expand_pattern("fd00::1").value().port.has_value());
  CHECK(expand_pattern("[fd00::1]:22").value().names == Names{"fd00::1"});
}

TEST_CASE("what is no range is refused, and so is too much") {
  for (const char* pattern : {"db[1]", "db[3:1]", "db[1:", "db[a:5]", "db[01:5]", "db[1:3:0]",
                              "db[1:3:-1]", "db[:]", "", "db[1:999999999]", "x[1:200][1:200]"})
    CHECK_FALSE(expand_pattern(pattern).has_value());
}
