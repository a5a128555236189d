#pragma once

#include <sys/types.h>

#include <optional>

#include "model/error.hpp"
#include "ports/file_descriptor.hpp"
#include "ports/shell.hpp"

namespace pgmahout::ports::local {

/// A started command: our ends of its pipes, and its process, which leads a group of its own.
struct Child {
  pid_t pid = -1;
  FileDescriptor input;   ///< non-blocking; what we write to it
  FileDescriptor output;  ///< non-blocking; what it writes
  FileDescriptor errors;  ///< non-blocking
};

/// Starts it; an error (kind failed) when the program is not there or cannot be executed. It dies
/// with the calling thread, so that no command goes on behind the back of a killed agent.
[[nodiscard]] model::Result<Child> start_child(const Command& command);

/// Sends SIGINT to the whole process group, as a terminal does for Ctrl-C; does not wait.
void interrupt_child(const Child& child);

/// Kills the whole process group and collects the child.
void kill_child(const Child& child);

/// Its exit status as a shell counts it, once it has ended; does not wait.
[[nodiscard]] std::optional<int> exit_status(const Child& child);

}  // namespace pgmahout::ports::local
