#pragma once

#include <string_view>

#include "model/playbook_progress.hpp"

namespace pgmahout::observe {

/// Whether the line is one of callback_plugins/pgmahout_progress.py; others are for the log.
[[nodiscard]] bool is_playbook_event(std::string_view line);

/// Brings the progress up to what the line tells. Total: what cannot be read changes nothing.
void read_playbook_event(std::string_view line, model::PlaybookProgress& progress);

}  // namespace pgmahout::observe
