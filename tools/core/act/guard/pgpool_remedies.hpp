#pragma once

#include <string>

#include "act/context.hpp"
#include "model/pgpool_view.hpp"

namespace pgmahout::act {

/// Has Pgpool-II detach a standby that it believes to be up, and attaches it again, or attaches the
/// primary if it calls that one down: it looks for the primary, and counts its nodes anew, only
/// when one comes or goes. Says in the log what fails.
void attach_anew(const Context& context, int primary_id, const model::Beliefs& beliefs);

/// Kills the Pgpool-II of this machine, which systemd then starts anew, and notes why.
void start_pgpool_anew(const Context& context, const std::string& reason);

}  // namespace pgmahout::act
