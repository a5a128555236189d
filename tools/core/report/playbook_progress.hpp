#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/playbook_progress.hpp"

namespace pgmahout::report {

/// How far a playbook is, in one line of at most `width` bytes: step, task, who is still at it, how
/// long it has run and may still take (milliseconds). Without a newline; control characters of what
/// a host said are blanks.
[[nodiscard]] std::string progress_line(const model::PlaybookProgress& progress,
                                        std::int64_t took_ms, std::optional<std::int64_t> left_ms,
                                        int width);

/// The same for a log: the play that has begun.
[[nodiscard]] std::string play_line(const model::PlaybookProgress& progress, std::int64_t took_ms,
                                    std::optional<std::int64_t> left_ms);

}  // namespace pgmahout::report
