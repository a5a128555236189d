#include "act/pgpool_call.hpp"

#include <charconv>

namespace pgmahout::act {

namespace {

enum Position : std::size_t { kNodeId = 0, kHost = 1, kNewMain = 4, kOldPrimary = 7, kLeast = 10 };

model::Result<int> number(const std::vector<std::string>& arguments, Position position) {
  const std::string& text = arguments.at(position);
  const char* begin = text.data() + std::min(text.find_first_not_of(' '), text.size());
  int value = 0;
  const auto [next, failure] = std::from_chars(begin, text.data() + text.size(), value);
  if (failure == std::errc{} && next == text.data() + text.size()) return value;
  return std::unexpected(model::Error{
      .kind = model::ErrorKind::usage,
      .what = "argument " + std::to_string(position + 1) + " is no number: \"" + text + "\"",
      .hint = "the arguments are %d %h %p %D %m %H %M %P %r %R %N %S, each in double quotes"});
}

}  // namespace

model::Result<decide::PgpoolCall> parse_pgpool_call(const std::vector<std::string>& arguments) {
  if (arguments.size() < kLeast)
    return std::unexpected(
        model::Error{.kind = model::ErrorKind::usage, .what = "too few arguments"});
  const auto node = number(arguments, kNodeId);
  const auto main = number(arguments, kNewMain);
  const auto primary = number(arguments, kOldPrimary);
  for (const auto* each : {&node, &main, &primary})
    if (!*each) return std::unexpected(each->error());
  return decide::PgpoolCall{.node_id = *node,
                            .host = arguments.at(kHost),
                            .new_main_id = *main,
                            .old_primary_id = *primary};
}

}  // namespace pgmahout::act
