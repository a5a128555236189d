#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace pgmahout::model {

/// What kind of thing went wrong. Each kind has one exit code (exit_code.hpp).
enum class ErrorKind : std::uint8_t {
  usage,        ///< the command line is wrong
  invalid,      ///< the inventory or another input file is wrong
  refused,      ///< a rule forbids it; nothing was done
  failed,       ///< the world said no; everything is as it was before
  incomplete,   ///< it broke after the point of no return; running again completes it
  no_answer,    ///< the other side did not answer: neither done nor failed is known
  interrupted,  ///< a signal ended it
  internal,     ///< a fault of ours
};

/// A place in an input file; lines and columns count from 1, 0 means unknown.
struct SourcePosition {
  std::string file;
  int line = 0;
  int column = 0;

  bool operator==(const SourcePosition&) const = default;
};

/// One failure, told so that a person can act: what, where, while doing which command, what next.
struct Error {
  ErrorKind kind = ErrorKind::failed;
  std::string what;                     ///< one sentence, lower case, no final period
  std::string node;                     ///< the host it happened on or speaks of; empty: none
  std::string command;                  ///< what was being run; never holds a secret
  std::string hint;                     ///< what to do next; empty: nothing sensible to say
  std::optional<SourcePosition> where;  ///< the place in the input, when input is at fault

  bool operator==(const Error&) const = default;
};

/// All failures of one look at something (an inventory): never empty when it is an error.
using Errors = std::vector<Error>;

template <typename T>
using Result = std::expected<T, Error>;

/// "file:line:column: [node] what (while command)\n  hint: ...", with the empty parts left out.
[[nodiscard]] std::string to_string(const Error& error);

}  // namespace pgmahout::model
