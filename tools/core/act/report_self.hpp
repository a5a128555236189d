#pragma once

#include "act/context.hpp"
#include "model/node_report.hpp"

namespace pgmahout::act {

/// How this node is: its server, its fence, its services, what its Pgpool-II believes. Everything
/// is asked at once and changes nothing; a part that does not answer in time holds the reason, so
/// there is always a report.
[[nodiscard]] model::NodeReport report_self(const Context& context);

/// The last change of primary that this node certified, or nothing.
[[nodiscard]] std::optional<model::ChangeNote> last_change(const Context& context);

/// The last change of primary in a journal's text; lines that are torn or of another version are
/// passed over.
[[nodiscard]] std::optional<model::ChangeNote> last_change_in(std::string_view journal);

}  // namespace pgmahout::act
