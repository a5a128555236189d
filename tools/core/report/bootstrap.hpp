#pragma once

#include <string>

#include "model/bootstrap.hpp"

namespace pgmahout::report {

/// For people: the host keys that are not pinned, one a line.
[[nodiscard]] std::string host_keys_text(const std::vector<model::HostKey>& keys);

/// For people: what a run changed, or would change, by host; where it failed and why; its log.
[[nodiscard]] std::string playbook_text(const model::PlaybookRun& run, bool check);

/// For people: how clients connect.
[[nodiscard]] std::string connection_lines(const model::ConnectionText& connection);

/// For programs: one object, whose schema is docs/schemas/bootstrap.json. Ends with a newline.
[[nodiscard]] std::string bootstrap_json(const model::Bootstrap& bootstrap);

}  // namespace pgmahout::report
