#pragma once

#include <string>
#include <string_view>

#include "model/error.hpp"

// One quoting function for each format that is rendered. A format that cannot carry a value at all
// (a newline in .pgpass) gives an error of kind invalid; the message never holds the value, which
// may be a secret.
namespace pgmahout::render {

/// A value of postgresql.conf: bare when its lexer takes it bare, else in single quotes.
/// NUL cannot be written.
[[nodiscard]] model::Result<std::string> quote_postgresql(std::string_view value);

/// A value of pgpool.conf. Its lexer knows no escape inside quotes: what stands between the quotes
/// is the value, backslashes and all, so a single quote and a newline cannot be written.
[[nodiscard]] model::Result<std::string> quote_pgpool(std::string_view value);

/// One token of pg_hba.conf, pool_hba.conf or pg_ident.conf that shall be taken literally: quoted
/// unless it is plain, so that a role named "all" is not the keyword. NUL and newlines cannot be
/// written.
[[nodiscard]] model::Result<std::string> quote_hba(std::string_view value);

/// A field of pg_hba.conf as a person writes it: a list separated by commas, where keywords (all,
/// samenet, replication ...) and the marks + @ / keep their meaning and parts that are already in
/// double quotes stay as they are.
[[nodiscard]] model::Result<std::string> quote_hba_field(std::string_view field);

/// One field of .pgpass, .pcppass or pool_passwd: backslash before ":" and "\".
[[nodiscard]] model::Result<std::string> quote_pgpass(std::string_view value);

/// A value of a libpq connection string, always in single quotes.
[[nodiscard]] model::Result<std::string> quote_conninfo(std::string_view value);

/// One word of a command line in sudoers: its special characters and blanks get a backslash.
[[nodiscard]] model::Result<std::string> quote_sudoers(std::string_view word);

/// One word for a POSIX shell, always in single quotes.
[[nodiscard]] model::Result<std::string> quote_sh(std::string_view word);

/// One word of a systemd directive (ExecStart=, Environment=): in double quotes, with specifiers
/// ("%") and variables ("$") taken literally.
[[nodiscard]] model::Result<std::string> quote_systemd(std::string_view word);

/// A systemd value that is not a command line: Environment= does not expand variables, so "$"
/// stays single there.
[[nodiscard]] model::Result<std::string> quote_systemd_value(std::string_view value);

}  // namespace pgmahout::render
