#include "settings/address.hpp"

#include <doctest/doctest.h>

using pgmahout::settings::parse_address;
using pgmahout::settings::parse_network;

TEST_CASE("addresses are read and compared by what they mean") {
  CHECK(parse_address("FD00:0::1") == parse_address("fd00::1"));
  CHECK(to_string(parse_address("FD00:0::1").value()) == "fd00::1");
  for (const std::string text :
       {"", "10.0.0", "10.0.0.256", "010.0.0.1", "host", "fe80::1%eth0", "10.0.0.1/24", "::g"})
    CHECK_FALSE(parse_address(text).has_value());
  CHECK_FALSE(parse_address(std::string("10.0.0.1\0x", 10)).has_value());
}

TEST_CASE("a network knows its members, its name and its broadcast address") {
  const auto network = parse_network("10.0.0.128/25").value();
  CHECK(network.contains(*parse_address("10.0.0.129")));
  CHECK_FALSE(network.contains(*parse_address("10.0.0.127")));
  CHECK_FALSE(network.contains(*parse_address("fd00::1")));
  CHECK(network.is_base(*parse_address("10.0.0.128")));
  CHECK(network.is_broadcast(*parse_address("10.0.0.255")));
  CHECK(parse_network("fd00::/64").value().contains(*parse_address("fd00::ffff")));
  CHECK_FALSE(parse_network("fd00::/64").value().is_broadcast(*parse_address("fd00::ffff")));
  for (const char* text :
       {"10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "fd00::/129", "x/8", "10.0.0.0/-1"})
    CHECK_FALSE(parse_network(text).has_value());
}
