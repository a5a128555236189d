#pragma once

#include "model/error.hpp"
#include "ports/clock.hpp"
#include "ports/file_descriptor.hpp"
#include "ports/shell.hpp"

namespace pgmahout::ports::ssh {

/// A connected, non-blocking TCP socket to the endpoint, with keepalive and a bound on
/// unacknowledged data, so that a machine that vanished is noticed. No answer in time: kind
/// no_answer; refused by the machine or a name that does not exist: kind failed.
[[nodiscard]] model::Result<FileDescriptor> connect_to(const SshEndpoint& endpoint,
                                                       const Deadline& deadline);

}  // namespace pgmahout::ports::ssh
