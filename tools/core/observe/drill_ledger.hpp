#pragma once

#include <nlohmann/json.hpp>

#include "model/drill.hpp"
#include "ports/sql.hpp"

// The table that a drill writes its numbers into, in a schema of its own.
namespace pgmahout::observe {

/// Makes it anew, also where an earlier drill was killed before it could clear up.
[[nodiscard]] model::Result<void> make_ledger(ports::Sql& sql, const ports::SqlTarget& target,
                                              const ports::Deadline& deadline);

/// Takes it away; well, too, when there is none.
[[nodiscard]] model::Result<void> drop_ledger(ports::Sql& sql, const ports::SqlTarget& target,
                                              const ports::Deadline& deadline);

/// The statement that writes one number.
[[nodiscard]] std::string insert_number(std::int64_t number);

/// What that server has of it.
[[nodiscard]] model::Result<model::LedgerRows> read_ledger(ports::Sql& sql,
                                                           const ports::SqlTarget& target,
                                                           const ports::Deadline& deadline);

/// {"numbers":[[FROM,TO] ...],"doubled":[N ...]}
[[nodiscard]] nlohmann::json to_json(const model::LedgerRows& rows);

/// The rows again, on the side that asked.
[[nodiscard]] model::Result<model::LedgerRows> ledger_from_json(const nlohmann::json& json);

}  // namespace pgmahout::observe
