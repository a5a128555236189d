#include "render/pg_enc.hpp"

#include <doctest/doctest.h>

using pgmahout::model::Secret;
using pgmahout::render::aes_entry;
using pgmahout::render::pcp_hash;

// Made with pg_enc -K and pg_md5 of Pgpool-II 4.3.5.
TEST_CASE("the entries are what Pgpool-II's own tools make") {
  CHECK(aes_entry(Secret("ChangeMe"), Secret("some string")).value().reveal() ==
        "AESDa61/ghDg0akaSCUq+ccDQ==");
  CHECK(aes_entry(Secret(R"(a:b\c'd"e %$)"), Secret("k e:y")).value().reveal() ==
        "AES1xNsYj8HflE14PRaGXekyQ==");
  CHECK(pcp_hash(Secret("ChangeMe")).value() == "807ff71b3301262e222ad05e5b7c4325");
}

TEST_CASE("the longest password that fits makes an entry that Pgpool-II reads whole") {
  const auto length = [](std::size_t bytes) {
    return aes_entry(Secret(std::string(bytes, 'x')), Secret("key")).value().reveal().size();
  };
  CHECK(length(pgmahout::render::kLongestAesPassword) <= 128);
  CHECK(length(pgmahout::render::kLongestAesPassword + 1) > 128);
}
