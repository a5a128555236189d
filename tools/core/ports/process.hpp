#pragma once

#include <string>

#include "model/error.hpp"
#include "ports/file_descriptor.hpp"

namespace pgmahout::ports {

/// Makes this process independent of who started it: every signal unblocked and at its default,
/// SIGPIPE ignored (a write then says EPIPE), descriptors above 2 closed, 0 to 2 open.
/// Pgpool-II starts its commands with nearly every signal blocked and with its listening sockets
/// open: left so, nothing of ours could be ended and no restart of Pgpool-II could bind its ports.
void detach_from_parent();

/// Takes the lock of that file, made if need be, or says who is in the way (kind refused). The
/// lock goes with the process, however that ends; the file stays.
[[nodiscard]] model::Result<FileDescriptor> lock_file(const std::string& path,
                                                      const std::string& purpose);

/// True when nobody reads this descriptor any more: the pipe or socket behind it is closed.
[[nodiscard]] bool reader_is_gone(int descriptor);

}  // namespace pgmahout::ports
